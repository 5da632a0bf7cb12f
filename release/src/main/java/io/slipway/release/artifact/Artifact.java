package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.parallel.Beside;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Opening opening;
    private final Object contentLock = new Object();
    private final Object addedLock = new Object();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Content opened;
    private volatile @Nullable Added added;
    private volatile boolean closed;

    private final Set<String> checked = ConcurrentHashMap.newKeySet();

    /** @param schema read when it is asked for, where nobody had to look into it; so is {@code signature} */
    record Facts(Manifest manifest, Proof proof, Supplier<Schema> schema, Supplier<ArtifactSignature> signature) {}

    /**
     * @param subjects entry → SHA-256, as the provenance has it, of all entries that are used
     * @param sound all of them are known to be what they should be
     */
    record Texts(ZipReader zip, Map<String, String> subjects, boolean sound) {}

    record Content(Texts texts, Facts facts) {}

    /** What is opened where the parent is there already. */
    record Added(Texts texts, Addition addition, ArtifactSignature signature) {}

    /** Opens one when somebody asks for more than its digest. */
    interface Opening {
        Content content();

        /** Whether opening it takes no longer than somebody may be let wait for who turns out not to need it. */
        boolean isSoonDone();

        /** Whether there is less to open for whoever has an artifact. */
        boolean continues(String parent);

        Added added();
    }

    Artifact(Path file, ZipReader zip, Facts facts, Map<String, String> subjects) {
        this(file, zip.seal().digest(), new Whole(new Content(new Texts(zip, subjects, false), facts)));
        content();
    }

    Artifact(Path file, Content content) {
        this(file, content.texts().zip().seal().digest(), new Whole(content));
    }

    /** @param digest that it says it has */
    Artifact(Path file, String digest, Opening opening) {
        this.file = file;
        this.digest = digest;
        this.opening = opening;
    }

    /** It was opened already. */
    private record Whole(Content content) implements Opening {
        @Override
        public boolean isSoonDone() {
            return false;
        }

        @Override
        public boolean continues(String parent) {
            return content.facts().manifest().parent().equals(Optional.of(parent));
        }

        @Override
        public Added added() {
            return new Added(
                    content.texts(),
                    content.facts().manifest().addition(),
                    content.facts().signature().get());
        }
    }

    private Content content() {
        synchronized (contentLock) {
            Content present = opened;
            if (present == null) {
                present = opening.content();
                opened = present;
                if (closed) {
                    close(present.texts());
                }
            }
            return present;
        }
    }

    /**
     * Begins to open it, where that is soon done, while whoever is likely to use it does something else. What is wrong with
     * it is told to who uses it.
     */
    public void begin() {
        if (opening.isSoonDone() && begun.compareAndSet(false, true)) {
            Beside.of(this::content);
        }
    }

    /**
     * What it adds to an artifact that a target has all of; empty unless it continues that very one. The whole of it is
     * then not opened for its head, its signature and the texts that are new.
     */
    public Optional<Addition> addition(String parent) {
        if (!opening.continues(parent)) {
            return Optional.empty();
        }
        Added present;
        synchronized (addedLock) {
            present = added;
            if (present == null) {
                present = opening.added();
                added = present;
            }
        }
        return Optional.of(present.addition())
                .filter(each -> each.head().parent().equals(Optional.of(parent)));
    }

    private Optional<Added> onlyAdded() {
        return opened == null ? Optional.ofNullable(added) : Optional.empty();
    }

    /** Where the entry of a text is to be had. */
    private Texts texts(String name) {
        return onlyAdded()
                .map(Added::texts)
                .filter(texts -> texts.subjects().containsKey(name))
                .orElseGet(() -> content().texts());
    }

    /** What it says of itself as a whole. */
    public ArtifactHead head() {
        return onlyAdded()
                .map(each -> each.addition().head())
                .orElseGet(() -> manifest().head());
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
        return content().facts().schema().get();
    }

    /** What the artifact is known by: SHA-256 of its provenance statement, hence of all its content, lower-case hex. */
    public String digest() {
        return digest;
    }

    public ArtifactSignature signature() {
        return onlyAdded()
                .map(Added::signature)
                .orElseGet(() -> content().facts().signature().get());
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
        check(content().texts().zip().names().stream()
                .filter(name -> EntryName.digest(name).isPresent()));
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
                Texts texts = texts(name);
                check(texts, slot(texts, name), buffer);
            }
        } catch (IOException e) {
            throw ArtifactReader.unreadable(file, e);
        }
    }

    /** Of one that is being opened beside, whoever opens it closes the file. */
    @Override
    public void close() {
        closed = true;
        Optional.ofNullable(opened).map(Content::texts).ifPresent(Artifact::close);
        Optional.ofNullable(added).map(Added::texts).ifPresent(Artifact::close);
    }

    private static void close(Texts texts) {
        try {
            texts.zip().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScriptText text(String name) {
        Texts texts = texts(name);
        Slot slot = slot(texts, name);
        return new Packed(texts, slot);
    }

    /** One text of this artifact. */
    private final class Packed implements PackedText {
        private final Texts texts;
        private final Slot slot;

        Packed(Texts texts, Slot slot) {
            this.texts = texts;
            this.slot = slot;
        }

        @Override
        public InputStream open() throws IOException {
            check();
            // once more at the end of the stream, should somebody write into the open file
            return texts.zip().stream(slot, Optional.ofNullable(texts.subjects().get(slot.name())));
        }

        private void check() throws IOException {
            Artifact.this.check(texts, slot, new byte[(int) Math.min(BUFFER, slot.size() + 1)]);
        }

        @Override
        public long size() {
            return slot.size();
        }

        @Override
        public Slot slot() {
            return slot;
        }

        @Override
        public TextDigest.Digests checked() throws IOException {
            check();
            return new TextDigest.Digests(
                    EntryName.digest(slot.name()).orElseThrow(),
                    Optional.ofNullable(texts.subjects().get(slot.name())).orElseThrow());
        }

        @Override
        public byte[] packed() throws IOException {
            return texts.zip().packed(slot);
        }
    }

    private Slot slot(Texts texts, String name) {
        return texts.zip().slot(name).orElseThrow(() -> new IllegalArgumentException(file + " has no " + name));
    }

    private void check(Texts texts, Slot slot, byte[] buffer) throws IOException {
        if (texts.sound() || checked.contains(slot.name())) {
            return;
        }
        TextDigest digest = new TextDigest(slot.name());
        TextDigest.Digests digests;
        try (EntryStream in = texts.zip().stream(slot)) {
            for (int n = in.read(buffer, 0, buffer.length); n >= 0; n = in.read(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, n);
            }
            digests = digest.finish();
        } catch (SlipwayException e) {
            throw e.code() == ErrorCode.SCRIPT_ENCODING ? Refusal.hostile(file, "entry " + e.getMessage()) : e;
        }
        if (!digests.bytes().equals(texts.subjects().get(slot.name()))) {
            throw Refusal.damaged(file, "entry " + slot.name() + " is not the text that provenance.json speaks of");
        }
        if (!EntryName.digest(slot.name()).equals(Optional.of(digests.text()))) {
            throw Refusal.damaged(file, "entry " + slot.name() + " holds the text " + digests.text());
        }
        checked.add(slot.name());
    }
}
