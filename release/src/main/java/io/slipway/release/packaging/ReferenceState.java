package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.digest.Sha256;
import io.slipway.release.target.Server;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Names the state that a sequence of changes leaves on a reference database, so that it can be kept and found again. */
final class ReferenceState {
    private final MessageDigest sha;

    ReferenceState(Server server, Map<String, String> parameters) {
        sha = Sha256.start();
        update(server.product() + " " + server.major());
        new TreeMap<>(parameters).forEach((name, value) -> update(name + "=" + value));
    }

    void add(Change change) {
        update(change.key() + " " + change.schema().orElse("") + " " + change.transaction());
    }

    private void update(String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }

    /** The state with the changes added so far: 64 hex digits. */
    String key() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) sha.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
