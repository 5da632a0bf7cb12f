package io.slipway.server;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.operation.Operations.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.ssl.pem.PemContent;

/** TLS with a certificate in PEM files. They are looked at before anything starts, since later nobody would be told why. */
final class TlsSetting {
    private TlsSetting() {}

    /** @throws SlipwayException {@code tls-invalid} */
    static Map<String, Object> properties(Tls tls) {
        check(tls);
        String bundle = "spring.ssl.bundle.pem.slipway.";
        return Map.of(
                "server.ssl.bundle",
                "slipway",
                bundle + "keystore.certificate",
                tls.certificate().toUri().toString(),
                bundle + "keystore.private-key",
                tls.key().toUri().toString(),
                bundle + "keystore.verify-keys",
                true,
                bundle + "reload-on-update",
                true,
                bundle + "options.enabled-protocols",
                "TLSv1.3,TLSv1.2");
    }

    private static void check(Tls tls) {
        try {
            PemContent certificate = PemContent.of(read(tls.certificate()));
            PemContent key = PemContent.of(read(tls.key()));
            List<X509Certificate> chain = Optional.ofNullable(certificate)
                    .map(PemContent::getCertificates)
                    .orElse(List.of());
            if (chain.isEmpty()) {
                throw invalid(tls.certificate() + " holds no certificate.");
            }
            PrivateKey secret = Objects.requireNonNull(key).getPrivateKey();
            if (secret == null || !belong(chain.get(0).getPublicKey(), secret)) {
                throw invalid(tls.key() + " is not the key of the first certificate in " + tls.certificate() + ".");
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw invalid("The certificate or its key cannot be read: they must be in PEM form, the key without a"
                    + " password.");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw invalid(file + " cannot be read.");
        }
    }

    private static boolean belong(PublicKey known, PrivateKey secret) {
        String algorithm = switch (secret.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> secret.getAlgorithm();
        };
        byte[] something = new byte[32];
        new SecureRandom().nextBytes(something);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(something);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(known);
            checking.update(something);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static SlipwayException invalid(String sentence) {
        return SlipwayException.of(
                ErrorCode.TLS_INVALID,
                sentence,
                "Give --tls-certificate the certificate with its intermediates, and --tls-key its key.");
    }
}
