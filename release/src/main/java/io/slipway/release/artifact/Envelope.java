package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The signature as a DSSE envelope (v1) around the provenance statement. */
final class Envelope {
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private Envelope() {}

    static byte[] write(ArtifactJson json, SigningKey key, byte[] statement) {
        Base64.Encoder base64 = Base64.getEncoder();
        return json.compact(new Dsse(
                PAYLOAD_TYPE,
                base64.encodeToString(statement),
                List.of(new Signed(key.keyId(), base64.encodeToString(key.sign(message(statement)))))));
    }

    static ArtifactSignature read(ArtifactJson json, Path file, byte[] bytes, byte[] statement) {
        Dsse envelope = json.read(file, EntryName.SIGNATURE, bytes, Dsse.class);
        if (envelope.signatures().size() != 1 || !envelope.payloadType().equals(PAYLOAD_TYPE)) {
            throw Refusal.damaged(file, "signature.json is not one signature of an in-toto statement");
        }
        Signed signed = envelope.signatures().get(0);
        if (!Sha256.isHex(signed.keyid())) {
            throw Refusal.damaged(file, "signature.json names its key by something other than a SHA-256");
        }
        try {
            if (!Arrays.equals(Base64.getDecoder().decode(envelope.payload()), statement)) {
                throw Refusal.hostile(file, "signature.json signs another statement than provenance.json");
            }
            return new ArtifactSignature.SignedBy(
                    signed.keyid(), message(statement), Base64.getDecoder().decode(signed.sig()));
        } catch (IllegalArgumentException e) {
            throw Refusal.damaged(file, "signature.json holds something that is not Base64")
                    .causedBy(e);
        }
    }

    /** DSSE's pre-authentication encoding: what is really signed. */
    private static byte[] message(byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
        // joined, not formatted: the digits must not follow the locale
        String head = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ";
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private record Dsse(String payloadType, String payload, List<Signed> signatures) {}

    private record Signed(String keyid, String sig) {}
}
