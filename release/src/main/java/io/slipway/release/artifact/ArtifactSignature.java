package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.security.PublicKey;
import java.util.Optional;

/** Who vouches for an artifact. Reading an artifact finds out what it says; only {@link #verify} finds out if it's so. */
public sealed interface ArtifactSignature {

    /** What a signature is worth to someone who trusts certain keys. */
    enum Verdict {
        UNSIGNED,
        /** Signed, by a key that is not among the trusted ones; so nothing is known. */
        UNKNOWN_KEY,
        /** It names a trusted key, which did not sign this content. */
        WRONG,
        VALID
    }

    Verdict verify(TrustedKeys keys);

    /**
     * @param artifact what to call it in the error
     * @throws SlipwayException {@code artifact-signature} unless the verdict is {@link Verdict#VALID}
     */
    default void require(TrustedKeys keys, String artifact) {
        String problem = switch (verify(keys)) {
            case VALID -> "";
            case UNSIGNED -> "is not signed";
            case UNKNOWN_KEY -> "is signed by a key that is not trusted here (" + who() + ")";
            case WRONG -> "has a signature that is not valid (" + who() + ")";
        };
        if (!problem.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.ARTIFACT_SIGNATURE,
                    artifact + " " + problem,
                    "Take an artifact that was packaged with a trusted key; if this key should be trusted, add its"
                            + " public half to the trusted keys.");
        }
    }

    /** The key's id; empty when unsigned. */
    String who();

    /** There is no signature. */
    record Unsigned() implements ArtifactSignature {
        @Override
        public Verdict verify(TrustedKeys keys) {
            return Verdict.UNSIGNED;
        }

        @Override
        public String who() {
            return "";
        }
    }

    /** There is a signature over exactly this artifact's provenance, which may or may not be valid. */
    final class SignedBy implements ArtifactSignature {
        private final String keyId;
        private final byte[] message;
        private final byte[] signature;

        SignedBy(String keyId, byte[] message, byte[] signature) {
            this.keyId = keyId;
            this.message = message;
            this.signature = signature;
        }

        public String keyId() {
            return keyId;
        }

        @Override
        public Verdict verify(TrustedKeys keys) {
            Optional<PublicKey> key = keys.key(keyId);
            if (key.isEmpty()) {
                return Verdict.UNKNOWN_KEY;
            }
            return Ed25519.verify(key.orElseThrow(), message, signature) ? Verdict.VALID : Verdict.WRONG;
        }

        @Override
        public String who() {
            return keyId;
        }
    }
}
