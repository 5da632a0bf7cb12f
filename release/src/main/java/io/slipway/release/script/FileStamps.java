package io.slipway.release.script;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the file system said of files when they were read: one that it says the same of has the same content. That does
 * not hold of a file that was written just before, since times are kept no finer than some file systems can: it has none.
 */
public final class FileStamps {
    private static final int CLOCK_SECONDS = 3;

    private final Map<String, Stamp> stamps;

    /**
     * @param size in bytes
     * @param modified in nanoseconds
     * @param file what tells it from another of the same name, as far as the file system has that
     */
    private record Stamp(long size, long modified, int file) {
        static Stamp of(BasicFileAttributes file) {
            return new Stamp(
                    file.size(), file.lastModifiedTime().to(TimeUnit.NANOSECONDS), Objects.hashCode(file.fileKey()));
        }
    }

    private FileStamps(Map<String, Stamp> stamps) {
        this.stamps = stamps;
    }

    public static FileStamps none() {
        return new FileStamps(new HashMap<>());
    }

    /** @param now when the reading of all files began */
    void add(FolderEntry file, Instant now) {
        Optional<BasicFileAttributes> attributes = file.attributes();
        if (attributes
                .filter(there -> there.lastModifiedTime().toInstant().isBefore(now.minusSeconds(CLOCK_SECONDS)))
                .isPresent()) {
            stamps.put(file.path(), Stamp.of(attributes.get()));
        }
    }

    boolean has(String path) {
        return stamps.containsKey(path);
    }

    boolean same(FolderEntry file) {
        Stamp before = stamps.get(file.path());
        return before != null
                && file.attributes().map(Stamp::of).filter(before::equals).isPresent();
    }

    public FileStamps without(Iterable<String> paths) {
        Map<String, Stamp> others = new HashMap<>(stamps);
        paths.forEach(others::remove);
        return new FileStamps(others);
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(stamps.size());
        for (Map.Entry<String, Stamp> each : stamps.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeLong(each.getValue().size());
            out.writeLong(each.getValue().modified());
            out.writeInt(each.getValue().file());
        }
    }

    public static FileStamps read(DataInputStream in) throws IOException {
        int number = in.readInt();
        Map<String, Stamp> stamps = new HashMap<>();
        for (int i = 0; i < number; i++) {
            stamps.put(in.readUTF(), new Stamp(in.readLong(), in.readLong(), in.readInt()));
        }
        return new FileStamps(stamps);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamps that && that.stamps.equals(stamps);
    }

    @Override
    public int hashCode() {
        return stamps.hashCode();
    }
}
