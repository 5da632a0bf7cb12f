package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The public keys whose signatures count. */
public final class TrustedKeys {
    public static final TrustedKeys NONE = new TrustedKeys(Map.of());
    private static final int LARGEST_FILE = 1 << 20;
    private final Map<String, PublicKey> keys;

    private TrustedKeys(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** @param pems each with one or more public keys */
    public static TrustedKeys of(Collection<String> pems) {
        Map<String, PublicKey> keys = new TreeMap<>();
        pems.forEach(pem -> add(keys, pem, "a trusted key"));
        return new TrustedKeys(keys);
    }

    /**
     * Reads a PEM file, which may hold several keys, or every {@code *.pem} file of a folder.
     *
     * @throws SlipwayException {@code signing-key-invalid} for a file that is missing or holds anything else
     */
    public static TrustedKeys read(Path fileOrFolder) {
        Map<String, PublicKey> keys = new TreeMap<>();
        try {
            for (Path file : files(fileOrFolder)) {
                if (Files.size(file) > LARGEST_FILE) {
                    throw invalid(file.toString(), "is too large for keys");
                }
                add(keys, Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
            }
        } catch (IOException e) {
            throw invalid(fileOrFolder.toString(), "cannot be read").causedBy(e);
        }
        return new TrustedKeys(keys);
    }

    /** Their ids. */
    public Set<String> ids() {
        return Set.copyOf(keys.keySet());
    }

    /** Each in PEM form, in the order of their ids. */
    public List<String> pems() {
        return keys.values().stream()
                .map(key -> new Pem(Pem.PUBLIC, key.getEncoded()).toString())
                .toList();
    }

    Optional<PublicKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    private static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            return files.filter(f -> f.toString().endsWith(".pem")).sorted().toList();
        }
    }

    private static void add(Map<String, PublicKey> keys, String text, String name) {
        List<Pem> blocks = Pem.blocks(text);
        if (blocks.isEmpty()) {
            throw invalid(name, "holds no key in PEM form");
        }
        for (Pem block : blocks) {
            if (block.label().contains("PRIVATE")) {
                throw invalid(name, "holds a private key; what is trusted is the public one");
            }
            try {
                PublicKey key = Ed25519.publicKey(block.content());
                keys.put(Ed25519.keyId(key), key);
            } catch (GeneralSecurityException e) {
                throw invalid(name, "holds something other than Ed25519 public keys")
                        .causedBy(e);
            }
        }
    }

    private static SlipwayException invalid(String name, String what) {
        return SlipwayException.of(
                ErrorCode.SIGNING_KEY_INVALID,
                name + " " + what,
                "Put the public keys ('BEGIN PUBLIC KEY') of those who may package there.");
    }
}
