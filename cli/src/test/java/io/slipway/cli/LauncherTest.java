package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

    /** The studio is built when it is first wanted, and a server may be running from the rest. */
    @Test
    void theStudiosBuildKeepsADistributionThatIsCurrent() throws Exception {
        String home = checkout.toString();
        settle("cli/pom.xml", "");
        settle("cli/src/main/java/Main.java", "");
        settle("cli/target/dist/lib/fingerprint", "0123456789abcdef");
        settle("pom.xml", "");
        settle("slipway", Files.readString(Papers.repository().resolve("slipway")));
        settle("cli/target/dist.stamp", "");
        assertThat(givenToMaven("\"$*\"", home, "scenario"))
                .hasSize(1)
                .allSatisfy(words -> assertThat(words).contains("-pl studio").contains("-Dslipway.dist.kept=true"));
        Files.setLastModifiedTime(
                checkout.resolve("cli/pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(givenToMaven("\"$*\"", home, "scenario"))
                .hasSize(1)
                .allSatisfy(words -> assertThat(words).contains("-pl studio").doesNotContain("slipway.dist.kept"));
    }

    private List<String> homesGivenToMaven(String home) throws IOException, InterruptedException {
        settle("pom.xml", "");
        settle("slipway", Files.readString(Papers.repository().resolve("slipway")));
        Files.createDirectories(checkout.resolve("cli"));
        return givenToMaven("\"$HOME\" \"${MAVEN_OPTS-}\"", home, "--version");
    }

    private List<String> givenToMaven(String what, String home, String word) throws IOException, InterruptedException {
        settle("mvnw", "printf '%s\\n' " + what + " >given; exit 1\n");
        ProcessBuilder launcher = new ProcessBuilder("sh", "slipway", word)
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

    private void settle(String file, String content) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
