package io.slipway.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/roles.md says of each role is what the code gives it. */
class RolesPaperTest {
    @Test
    void itNamesEachRoleWithItsPermissions() throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of(System.getProperty("basedir", System.getProperty("user.dir", ".")), "..", "docs", "roles.md"));
        List<String> rows = lines.stream()
                .dropWhile(line -> !line.startsWith("| role |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
        assertThat(rows).hasSize(Role.values().length);
        for (Role role : Role.values()) {
            String permissions = Arrays.stream(Permission.values())
                    .filter(role::allows)
                    .map(permission -> "`" + permission.text() + "`")
                    .collect(Collectors.joining(" "));
            assertThat(rows.get(role.ordinal()))
                    .startsWith("| " + role.title() + " | ")
                    .endsWith(" | " + permissions + " |");
        }
    }
}
