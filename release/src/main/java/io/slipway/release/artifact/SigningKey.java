package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/** An Ed25519 key that artifacts are signed with. It never prints; only {@link #privatePem} gives it away. */
public final class SigningKey {
    private final PrivateKey secret;
    private final PublicKey known;

    private SigningKey(PrivateKey secret, PublicKey known) {
        this.secret = secret;
        this.known = known;
    }

    public static SigningKey generate() {
        KeyPair pair = Ed25519.generate();
        return new SigningKey(pair.getPrivate(), pair.getPublic());
    }

    /**
     * Reads a private key; for a secret, {@code secret.use(SigningKey::of)}.
     *
     * @param pem PKCS#8, as {@link #privatePem} and {@code openssl genpkey -algorithm ed25519} write it
     * @throws SlipwayException {@code signing-key-invalid}; its text holds nothing of the key
     */
    public static SigningKey of(String pem) {
        List<Pem> blocks = Pem.blocks(pem);
        if (blocks.size() != 1) {
            throw invalid(blocks.isEmpty() ? "is not in PEM form" : "is more than one key");
        }
        Pem block = blocks.get(0);
        if (!block.label().equals(Pem.PRIVATE)) {
            throw invalid(
                    switch (block.label()) {
                        case Pem.PUBLIC -> "is a public key";
                        case "ENCRYPTED PRIVATE KEY" -> "is protected by a password, which Slipway does not ask for";
                        default -> "is of another sort than PKCS#8 ('BEGIN PRIVATE KEY')";
                    });
        }
        try {
            PrivateKey secret = Ed25519.privateKey(block.content());
            return new SigningKey(secret, Ed25519.publicKeyOf(secret));
        } catch (GeneralSecurityException e) {
            // the cause is left out on purpose: some providers print what they could not read
            throw invalid("is no Ed25519 key");
        }
    }

    /** PKCS#8. Keep it secret. */
    public String privatePem() {
        return new Pem(Pem.PRIVATE, secret.getEncoded()).toString();
    }

    /** SubjectPublicKeyInfo, for {@link TrustedKeys}. */
    public String publicPem() {
        return new Pem(Pem.PUBLIC, known.getEncoded()).toString();
    }

    /** SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hex. */
    public String keyId() {
        return Ed25519.keyId(known);
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(secret, message);
    }

    @Override
    public String toString() {
        return "key " + keyId();
    }

    private static SlipwayException invalid(String what) {
        return SlipwayException.of(
                ErrorCode.SIGNING_KEY_INVALID,
                "the signing key " + what,
                "Give an Ed25519 private key in PEM form: 'slipway init' makes one, and so does"
                        + " 'openssl genpkey -algorithm ed25519'.");
    }
}
