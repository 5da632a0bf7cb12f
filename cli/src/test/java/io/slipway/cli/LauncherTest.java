package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher of a checkout starts the build: a stand-in for Maven writes down what it is given. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path checkout;

    @Test
    void aHomeThatIsThereIsMavens() throws Exception {
        Path home = Files.createDirectory(checkout.resolve("at home"));
        assertThat(homesGivenToMaven(home.toString())).containsExactly(home.toString(), "");
    }

    @Test
    void aUserWithoutAHomeBuildsInTheCheckout() throws Exception {
        String given = checkout.toRealPath().resolve("target/home").toString();
        assertThat(homesGivenToMaven("/nonexistent")).containsExactly(given, " -Duser.home=" + given);
        assertThat(checkout.resolve("target/home")).isDirectory();
    }

    private List<String> homesGivenToMaven(String home) throws IOException, InterruptedException {
        Files.copy(Papers.repository().resolve("slipway"), checkout.resolve("slipway"));
        Files.createDirectory(checkout.resolve("cli"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("mvnw"), "printf '%s\\n' \"$HOME\" \"${MAVEN_OPTS-}\" >given; exit 1\n");
        ProcessBuilder launcher = new ProcessBuilder("sh", "slipway", "--version")
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve("output").toFile());
        launcher.environment().put("HOME", home);
        launcher.environment().remove("MAVEN_OPTS");
        Process process = launcher.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(70);
        assertThat(checkout.resolve("output")).content().contains("the build failed");
        return Files.readAllLines(checkout.resolve("given"));
    }
}
