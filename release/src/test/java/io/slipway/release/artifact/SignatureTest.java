package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.artifact.ArtifactSignature.SignedBy;
import io.slipway.release.artifact.ArtifactSignature.Unsigned;
import io.slipway.release.artifact.ArtifactSignature.Verdict;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureTest {
    private static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(ArtifactFixture.KEY.publicPem()));

    @TempDir
    Path folder;

    @Test
    void aTrustedKeysSignatureIsValid() {
        try (Artifact artifact = ArtifactReader.open(signed(), Limits.DEFAULT)) {
            assertThat(artifact.signature())
                    .isInstanceOfSatisfying(
                            SignedBy.class, s -> assertThat(s.keyId()).isEqualTo(ArtifactFixture.KEY.keyId()));
            assertThat(artifact.signature().verify(TRUSTED)).isEqualTo(Verdict.VALID);
            assertThatCode(() -> artifact.signature().require(TRUSTED, "a")).doesNotThrowAnyException();
        }
    }

    @Test
    void anUnknownKeyProvesNothing() {
        try (Artifact artifact = ArtifactReader.open(signed(), Limits.DEFAULT)) {
            TrustedKeys others = TrustedKeys.of(List.of(SigningKey.generate().publicPem()));
            assertThat(artifact.signature().verify(others)).isEqualTo(Verdict.UNKNOWN_KEY);
            assertThat(artifact.signature().verify(TrustedKeys.NONE)).isEqualTo(Verdict.UNKNOWN_KEY);
            assertRefused(artifact, others, ArtifactFixture.KEY.keyId());
        }
    }

    @Test
    void unsignedIsSaid() {
        Path file = ArtifactFixture.UNSIGNED
                .write(ArtifactFixture.small(), folder.resolve("a.zip"))
                .file();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            assertThat(artifact.signature()).isInstanceOf(Unsigned.class);
            assertThat(artifact.signature().verify(TRUSTED)).isEqualTo(Verdict.UNSIGNED);
            assertRefused(artifact, TRUSTED, "not signed");
        }
    }

    /** Signed by a stranger who gives the trusted key's id. */
    @Test
    void aSignatureOfAnotherKeyIsWrong() throws IOException {
        Path file = new ArtifactWriter(Optional.of(SigningKey.generate()), Limits.DEFAULT)
                .write(ArtifactFixture.small(), folder.resolve("a.zip"))
                .file();
        Path forged = Forgery.of(file)
                .replace(
                        EntryName.SIGNATURE,
                        s -> s.replaceFirst(
                                "\"keyid\":\"[0-9a-f]*\"", "\"keyid\":\"" + ArtifactFixture.KEY.keyId() + "\""))
                .write(folder.resolve("forged.zip"));
        assertWrong(forged);
    }

    @Test
    void aMangledSignatureIsWrong() throws IOException {
        Path shorter = Forgery.of(signed())
                .replace(EntryName.SIGNATURE, s -> s.replaceFirst("\"sig\":\"[^\"]*\"", "\"sig\":\"AAAA\""))
                .write(folder.resolve("forged.zip"));
        assertWrong(shorter);
    }

    @Test
    void aSignatureOfOtherContentIsRefused() throws IOException {
        Path forged = Forgery.of(signed())
                .replace(EntryName.PROOF, s -> s.replace("PostgreSQL 18", "PostgreSQL 17"))
                .withProvenance()
                .write(folder.resolve("forged.zip"));
        assertThatThrownBy(() -> ArtifactReader.open(forged, Limits.DEFAULT).close())
                .hasMessageContaining("signs another statement");
    }

    @Test
    void aStrippedSignatureLeavesAnUnsignedArtifact() throws IOException {
        Forgery forgery = Forgery.of(signed());
        forgery.entries.remove(forgery.index(EntryName.SIGNATURE));
        try (Artifact artifact = ArtifactReader.open(forgery.write(folder.resolve("b.zip")), Limits.DEFAULT)) {
            assertThat(artifact.signature().verify(TRUSTED)).isEqualTo(Verdict.UNSIGNED);
        }
    }

    /** As a program that knows DSSE and in-toto, and nothing of ours, would check it. */
    @Test
    void theEnvelopeIsPlainDsseOverAnInTotoStatement() throws IOException, GeneralSecurityException {
        Forgery parts = Forgery.of(signed());
        JsonNode envelope = new ObjectMapper().readTree(parts.content(EntryName.SIGNATURE));
        byte[] payload = Base64.getDecoder().decode(envelope.get("payload").asText());
        String type = envelope.get("payloadType").asText();
        ByteArrayOutputStream pae = new ByteArrayOutputStream();
        pae.writeBytes(
                ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        pae.writeBytes(payload);
        String pem = ArtifactFixture.KEY.publicPem().replaceAll("-----[A-Z ]+-----", "");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem))));
        verifier.update(pae.toByteArray());
        assertThat(verifier.verify(Base64.getDecoder()
                        .decode(envelope.get("signatures").get(0).get("sig").asText())))
                .isTrue();

        JsonNode statement = new ObjectMapper().readTree(payload);
        assertThat(statement.get("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.get("subject")).hasSize(parts.entries.size() - 2);
        assertThat(statement
                        .at("/predicate/buildDefinition/resolvedDependencies/0/annotations/time")
                        .asText())
                .isEqualTo("2026-03-01T12:00:00+01:00");
    }

    /** The public key is the one that OpenSSL computes from the private one. */
    @Test
    void keysSurviveTheirPem() {
        SigningKey key = SigningKey.generate();
        assertThat(SigningKey.of(key.privatePem()).publicPem()).isEqualTo(key.publicPem());
        assertThat(SigningKey.of(key.privatePem().replace("\n", "\\n")).keyId()).isEqualTo(key.keyId());
        assertThat(ArtifactFixture.KEY.publicPem())
                .contains("MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");
        assertThat(key.toString()).doesNotContain(key.privatePem().split("\n")[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n-----END PUBLIC KEY-----",
            })
    void nonsenseIsNoSigningKey(String pem) {
        assertThatThrownBy(() -> SigningKey.of(pem))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNING_KEY_INVALID))
                .message()
                .doesNotContain("MC4CAQ");
    }

    @Test
    void trustedKeysAreReadFromAFolderOrAFile() throws IOException {
        SigningKey one = SigningKey.generate();
        SigningKey two = SigningKey.generate();
        Path both = Files.writeString(folder.resolve("both.pem"), one.publicPem() + "# two\n" + two.publicPem());
        assertThat(TrustedKeys.read(both).ids()).containsExactlyInAnyOrder(one.keyId(), two.keyId());

        Path keys = Files.createDirectory(folder.resolve("keys"));
        assertThat(TrustedKeys.read(keys).ids()).isEmpty();
        Files.writeString(keys.resolve("one.pem"), one.publicPem());
        Files.writeString(keys.resolve("README"), "not a key");
        assertThat(TrustedKeys.read(keys).ids()).containsExactly(one.keyId());

        Files.writeString(keys.resolve("oops.pem"), two.privatePem());
        assertThatThrownBy(() -> TrustedKeys.read(keys))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNING_KEY_INVALID))
                .hasMessageContaining("oops.pem");
        assertThatThrownBy(() -> TrustedKeys.read(folder.resolve("none"))).isInstanceOf(SlipwayException.class);
    }

    private Path signed() {
        return ArtifactFixture.SIGNING
                .write(ArtifactFixture.small(), folder.resolve("signed.zip"))
                .file();
    }

    private static void assertWrong(Path file) {
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            assertThat(artifact.signature().verify(TRUSTED)).isEqualTo(Verdict.WRONG);
            assertRefused(artifact, TRUSTED, "not valid");
        }
    }

    private static void assertRefused(Artifact artifact, TrustedKeys keys, String part) {
        assertThatThrownBy(() -> artifact.signature().require(keys, "shop-1.0.0.zip"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_SIGNATURE))
                .hasMessageContaining("shop-1.0.0.zip")
                .hasMessageContaining(part);
    }
}
