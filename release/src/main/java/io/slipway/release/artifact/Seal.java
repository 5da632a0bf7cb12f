package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The zip's comment, which ends every artifact: {@code slipway-artifact/1 DIGEST SHA256}. The last 64 characters are
 * the SHA-256 of every byte before them, so that a change of any byte shows, those of the zip's own headers and the
 * unused bits of packed data included. That, the marker and the version number stay so in every future format.
 *
 * @param digest the artifact's identity
 * @param sha256 of everything in the file before these 64 characters
 */
record Seal(int formatVersion, String digest, String sha256) {
    static final String MARKER = "slipway-artifact/";
    static final int HASH_LENGTH = 64;
    /** How far from the end of the file a seal of any format can begin. */
    static final int LONGEST = 512;

    private static final Pattern TEXT = Pattern.compile(MARKER + "([1-9][0-9]{0,8}) ([^\\n]*)([0-9a-f]{64})");

    /** The part that the file's hash covers. */
    static byte[] hashedPart(String digest) {
        return (MARKER + Manifest.FORMAT_VERSION + " " + digest + " ").getBytes(StandardCharsets.US_ASCII);
    }

    int length() {
        return hashedPart(digest).length + HASH_LENGTH;
    }

    /** Finds the seal at the end of {@code tail}; the digest is empty when the format is a newer one. */
    static Optional<Seal> in(byte[] tail) {
        String text = new String(tail, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(MARKER);
        Matcher m = at < 0 ? TEXT.matcher("") : TEXT.matcher(text.substring(at));
        if (!m.matches()) {
            return Optional.empty();
        }
        int version = Integer.parseInt(m.group(1));
        if (version > Manifest.FORMAT_VERSION) {
            return Optional.of(new Seal(version, "", m.group(3)));
        }
        String digest = m.group(2).substring(0, Math.max(0, m.group(2).length() - 1));
        boolean sound = Sha256.isHex(digest) && m.group(2).equals(digest + " ");
        return sound ? Optional.of(new Seal(version, digest, m.group(3))) : Optional.empty();
    }
}
