package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArtifactStoreTest {
    @TempDir
    Path folder;

    private ArtifactStore store = new ArtifactStore(Path.of("artifacts"), Limits.DEFAULT);

    @BeforeEach
    void open() {
        store = new ArtifactStore(folder.resolve("artifacts"), Limits.DEFAULT);
    }

    @Test
    void anEmptyStoreHasNothing() {
        assertThat(store.list()).isEmpty();
        assertThat(store.newest("shop", "main")).isEmpty();
        assertThat(store.nextVersion("shop")).isEqualTo("1.0.0");
        assertMissing("latest");
        assertMissing("shop:1.0.0");
        assertMissing("other/shop-1.0.0.zip");
    }

    @Test
    void newestIsTheOneThatNoneContinues() throws IOException {
        ArtifactSummary first = write("1.9.0", "main", Optional.empty());
        ArtifactSummary second = write("1.10.0", "main", Optional.of(first));
        // neither age nor version decide
        ArtifactSummary third = write("1.0.0", "main", Optional.of(second));
        Files.setLastModifiedTime(third.file(), FileTime.fromMillis(0));

        assertThat(store.newest("shop", "main")).contains(third);
        assertThat(store.newest("shop", "hotfix")).isEmpty();
        assertThat(store.newest("crm", "main")).isEmpty();
        assertThat(store.list()).containsExactly(third, first, second);
        assertThat(store.find("latest", "shop", "main", folder)).isEqualTo(third.file());
        assertThat(store.find("shop:1.9.0", "shop", "main", folder)).isEqualTo(first.file());
        assertThat(store.find("artifacts/shop-1.9.0.zip", "shop", "main", folder))
                .isEqualTo(first.file());
        assertMissing("shop:2.0.0");
        assertMissing("crm:1.9.0");
        assertMissing("1.9.0");
        assertThat(store.nextVersion("shop")).isEqualTo("1.11.0");
        assertThat(store.nextVersion("crm")).isEqualTo("1.0.0");
    }

    @Test
    void aSummaryAgreesWithTheOpenArtifact() {
        ArtifactSummary first = write("1.0.0", "main", Optional.empty());
        ArtifactSummary second = write("1.1.0", "main", Optional.of(first));
        try (Artifact artifact = ArtifactReader.open(second.file(), Limits.DEFAULT)) {
            assertThat(artifact.digest()).isEqualTo(second.digest());
            assertThat(artifact.manifest().parent()).isEqualTo(second.parent()).contains(first.digest());
        }
    }

    @Test
    void pipelinesHaveTheirOwnNewest() {
        ArtifactSummary main = write("1.0.0", "main", Optional.empty());
        ArtifactSummary hotfix = write("1.0.1", "hotfix", Optional.of(main));
        assertThat(store.newest("shop", "main")).contains(main);
        assertThat(store.newest("shop", "hotfix")).contains(hotfix);
    }

    @Test
    void twoNewestAreRefusedWithBothNames() {
        ArtifactSummary first = write("1.0.0", "main", Optional.empty());
        write("1.1.0", "main", Optional.of(first));
        write("1.2.0", "main", Optional.of(first));
        assertThatThrownBy(() -> store.newest("shop", "main"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_FORKED))
                .hasMessageContaining("shop-1.1.0.zip")
                .hasMessageContaining("shop-1.2.0.zip");
    }

    @Test
    void aCopyUnderAnotherNameIsNoSecondNewest() throws IOException {
        ArtifactSummary only = write("1.0.0", "main", Optional.empty());
        Files.copy(only.file(), only.file().resolveSibling("copy.zip"));
        assertThat(store.newest("shop", "main")).map(ArtifactSummary::digest).contains(only.digest());
    }

    @Test
    void aDamagedArtifactIsNotPassedOver() throws IOException {
        ArtifactSummary first = write("1.0.0", "main", Optional.empty());
        byte[] bytes = Files.readAllBytes(first.file());
        Files.write(store.file("shop", "1.1.0"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> store.list())
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
                .hasMessageContaining("shop-1.1.0.zip");
    }

    @Test
    void timingsLieBeside() throws IOException {
        ArtifactSummary summary = write("1.0.0", "main", Optional.empty());
        Timings timings = new Timings(summary.digest(), Map.of("ddl/1.sql@00", Duration.ofMillis(1234)));
        try (Artifact artifact = ArtifactReader.open(summary.file(), Limits.DEFAULT)) {
            assertThat(store.timings(artifact)).isEmpty();
            store.writeTimings(summary.file(), timings);
            store.writeTimings(summary.file(), timings);
            assertThat(store.timings(artifact)).contains(timings);
            assertThat(Files.readString(folder.resolve("artifacts/shop-1.0.0.timings.json")))
                    .contains("\"PT1.234S\"");
            store.writeTimings(summary.file(), new Timings("0".repeat(64), Map.of()));
            assertThat(store.timings(artifact)).isEmpty();
        }
        assertThat(store.list()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.0, 1.5.0",
        "1.4.2, 1.5.0",
        "1.9.9, 1.10.0",
        "2026.11, 2026.12",
        "7, 8",
        "1.0.0-rc1, 1.0.0-rc2",
        "build-99999999999999999999, build-100000000000000000000",
        "v7b, v8b",
        "next, next.1",
    })
    void versionsCountUp(String version, String next) {
        assertThat(Versions.next(version)).isEqualTo(next);
        assertThat(List.of(next, version).stream().sorted(Versions.NATURAL)).containsExactly(version, next);
    }

    private ArtifactSummary write(String version, String pipeline, Optional<ArtifactSummary> parent) {
        return ArtifactFixture.write(store.file("shop", version), version, pipeline, parent);
    }

    private void assertMissing(String wanted) {
        assertThatThrownBy(() -> store.find(wanted, "shop", "main", folder))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_MISSING));
    }
}
