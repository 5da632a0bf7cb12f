package io.slipway.server.secret;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The keys of this server, the one that seals first; others only open what they sealed before. They come from a
 * setting, which several nodes can share, or else from a file of this node's own, made when it is first needed. Read
 * afresh each time: another process may have changed them.
 */
public final class SealingKeys {
    public static final String FILE = "secret.key";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private final Path file;
    private final Optional<Supplier<Secret>> setting;

    /**
     * @param data the server's folder
     * @param setting keys in base64, with spaces, commas or line ends between; empty for a file in the folder
     */
    public SealingKeys(Path data, Optional<Supplier<Secret>> setting) {
        this.file = data.resolve(FILE);
        this.setting = setting;
    }

    /** Whether this process may change the keys by itself. */
    public boolean ownFile() {
        return setting.isEmpty();
    }

    /** @throws SlipwayException {@code secret-key-unusable} */
    List<SealingKey> all() {
        if (setting.isPresent()) {
            return setting.get().get().use(text -> parsed(text, "what --secret-key names"));
        }
        return Files.exists(file) ? read() : List.of();
    }

    /** Makes a key where there is none. */
    synchronized void make() {
        if (ownFile() && !Files.exists(file)) {
            write(List.of(SealingKey.generate()));
        }
    }

    /** From now on a new key seals; the others stay, to open what they sealed. */
    synchronized void add() {
        List<SealingKey> keys = new ArrayList<>(all());
        keys.add(0, SealingKey.generate());
        write(keys);
    }

    /** Takes away all but the first: nothing is sealed with them any more. */
    synchronized void keepFirst() {
        write(all().subList(0, 1));
    }

    private List<SealingKey> read() {
        try {
            if (posix() && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw unusable("others than its owner may read " + file, "Run: chmod 600 " + file);
            }
            return parsed(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
        } catch (IOException e) {
            throw unusable(file + " cannot be read", "Allow this user to read it.")
                    .causedBy(e);
        }
    }

    private static List<SealingKey> parsed(String text, String where) {
        List<SealingKey> keys = text.strip().isEmpty()
                ? List.of()
                : List.of(text.strip().split("[\\s,]+")).stream()
                        .map(word -> SealingKey.parse(word)
                                .orElseThrow(() -> unusable(
                                        where + " holds something that is no key",
                                        "A key is 32 random bytes in base64, such as from: openssl rand -base64 32")))
                        .toList();
        if (keys.isEmpty()) {
            throw unusable(where + " holds no key", "Put the key back, or make one: openssl rand -base64 32");
        }
        return keys;
    }

    /** Whole or not at all, also when the machine stops: a lost key would be all secrets lost. */
    private void write(List<SealingKey> keys) {
        Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
        String text = keys.stream().map(SealingKey::base64).collect(Collectors.joining("\n", "", "\n"));
        FileAttribute<?>[] mine = posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
        try {
            try (FileChannel out = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
                out.write(StandardCharsets.US_ASCII.encode(text));
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(file + " cannot be written", "Allow this user to write to the folder.")
                    .causedBy(e);
        }
    }

    private boolean posix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static SlipwayException unusable(String why, String help) {
        return SlipwayException.of(
                ErrorCode.SECRET_KEY_UNUSABLE, "The key for secrets is not to be had: " + why + ".", help);
    }

    @Override
    public String toString() {
        return ownFile() ? file.toString() : "--secret-key";
    }
}
