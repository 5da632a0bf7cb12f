package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An open artifact. Everything it gives was checked before: the facts at the latest when the first of them is asked for,
 * each text before its first byte is given. Good for any number of threads. Once it's closed its texts can't be read any
 * more.
 */
public final class Artifact implements Closeable {
    private static final int BUFFER = 1 << 16;
    private final Path file;
    private final String digest;
    private final Supplier<Content> opening;
    private @Nullable Content opened;

    private final Set<String> checked = ConcurrentHashMap.newKeySet();

    record Facts(Manifest manifest, Proof proof, Schema schema, ArtifactSignature signature) {}

    /** @param subjects entry → SHA-256, as the provenance has it */
    record Content(ZipReader zip, Facts facts, Map<String, String> subjects) {}

    Artifact(Path file, ZipReader zip, Facts facts, Map<String, String> subjects) {
        this(file, zip.seal().digest(), () -> new Content(zip, facts, subjects));
        content();
    }

    /**
     * One that is opened when somebody asks for more than its digest.
     *
     * @param digest that it says it has
     */
    Artifact(Path file, String digest, Supplier<Content> opening) {
        this.file = file;
        this.digest = digest;
        this.opening = opening;
    }

    private synchronized Content content() {
        Content present = opened;
        if (present == null) {
            present = opening.get();
            opened = present;
        }
        return present;
    }

    private ZipReader zip() {
        return content().zip();
    }

    public Path file() {
        return file;
    }

    public Manifest manifest() {
        return content().facts().manifest();
    }

    public Proof proof() {
        return content().facts().proof();
    }

    public Schema schema() {
        return content().facts().schema();
    }

    /** What the artifact is known by: SHA-256 of its provenance statement, hence of all its content, lower-case hex. */
    public String digest() {
        return digest;
    }

    public ArtifactSignature signature() {
        return content().facts().signature();
    }

    /**
     * The text of a change, byte for byte as it was in the script.
     *
     * @throws IllegalArgumentException when the change is not of this artifact
     */
    public ScriptText text(Change change) {
        return text(EntryName.change(change.digest()));
    }

    public Optional<ScriptText> rollback(Change change) {
        return change.rollback().map(digest -> text(EntryName.rollback(digest)));
    }

    /** Checks all texts that were not checked yet. */
    public void checkTexts() {
        check(zip().names().stream().filter(name -> EntryName.digest(name).isPresent()));
    }

    /** Checks the texts of some changes, so that none turns out to be bad after others were run. */
    public void checkTexts(Collection<Change> changes) {
        check(changes.stream().map(c -> EntryName.change(c.digest())));
    }

    /** Likewise their rollbacks. */
    public void checkRollbacks(Collection<Change> changes) {
        check(changes.stream().flatMap(c -> c.rollback().stream()).map(EntryName::rollback));
    }

    private void check(Stream<String> names) {
        try {
            byte[] buffer = new byte[BUFFER];
            for (String name : names.toList()) {
                check(slot(name), buffer);
            }
        } catch (IOException e) {
            throw ArtifactReader.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            Content present;
            synchronized (this) {
                present = opened;
            }
            if (present != null) {
                present.zip().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScriptText text(String name) {
        Slot slot = slot(name);
        return new ScriptText() {
            @Override
            public InputStream open() throws IOException {
                check(slot, new byte[BUFFER]);
                // once more at the end of the stream, should somebody write into the open file
                return zip().stream(
                        slot, Optional.ofNullable(content().subjects().get(slot.name())));
            }

            @Override
            public long size() {
                return slot.size();
            }
        };
    }

    private Slot slot(String name) {
        return zip().slot(name).orElseThrow(() -> new IllegalArgumentException(file + " has no " + name));
    }

    private void check(Slot slot, byte[] buffer) throws IOException {
        if (checked.contains(slot.name())) {
            return;
        }
        TextDigest digest = new TextDigest(slot.name());
        TextDigest.Digests digests;
        try (EntryStream in = zip().stream(slot)) {
            for (int n = in.read(buffer, 0, buffer.length); n >= 0; n = in.read(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, n);
            }
            digests = digest.finish();
        } catch (SlipwayException e) {
            throw e.code() == ErrorCode.SCRIPT_ENCODING ? Refusal.hostile(file, "entry " + e.getMessage()) : e;
        }
        if (!digests.bytes().equals(content().subjects().get(slot.name()))) {
            throw Refusal.damaged(file, "entry " + slot.name() + " is not the text that provenance.json speaks of");
        }
        if (!EntryName.digest(slot.name()).equals(Optional.of(digests.text()))) {
            throw Refusal.damaged(file, "entry " + slot.name() + " holds the text " + digests.text());
        }
        checked.add(slot.name());
    }
}
