package io.slipway.release.artifact;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.parallel.Beside;
import io.slipway.release.script.TextDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Opens artifacts, each as if a stranger had made it. */
public final class ArtifactReader {
    /** In bytes: some thousand small scripts. */
    private static final long SMALL = 2_000_000;

    /** When texts are checked against their digests. */
    public enum Check {
        /** All of them, while opening. */
        EVERY_TEXT,
        /** Each before its first byte is given: for a deployment that needs ten of ten thousand. */
        ON_USE,
        /** As {@code ON_USE}, and the file too when something of it is used: for a deployment that may need none. */
        ALL_ON_USE
    }

    private ArtifactReader() {}

    /** Opens an artifact and checks all of it. */
    public static Artifact open(Path file, Limits limits) {
        return open(file, limits, Check.EVERY_TEXT);
    }

    /**
     * Opens an artifact. Whatever the check, every byte of the file is compared with the SHA-256 it ends with.
     *
     * @throws SlipwayException {@code artifact-missing}, {@code artifact-damaged}, {@code artifact-hostile},
     *     {@code artifact-newer-format}
     */
    public static Artifact open(Path file, Limits limits, Check check) {
        if (check == Check.ALL_ON_USE) {
            try {
                ArtifactSummary summary = summary(file, limits);
                return new Artifact(file, summary.digest(), new OnUse(summary, limits));
            } catch (SlipwayException e) {
                // what is wrong with it, whoever reads all of it tells better
                return open(file, limits, Check.ON_USE);
            }
        }
        Artifact artifact = opened(file, () -> ZipReader.open(file, limits), zip -> read(file, zip, limits));
        try {
            if (check == Check.EVERY_TEXT) {
                artifact.checkTexts();
            }
            return artifact;
        } catch (RuntimeException e) {
            artifact.close();
            throw e;
        }
    }

    /**
     * Opens an artifact that was opened wholly before, and is known by its digest since. What it holds is compared with
     * the digest, each text at the latest before its first byte is given; what holds of content with that digest is not
     * found out once more.
     *
     * @throws SlipwayException {@code artifact-missing}, {@code artifact-damaged}, {@code artifact-hostile}
     */
    public static Artifact known(Path file, Limits limits, String digest) {
        return opened(file, () -> ZipReader.knownGood(file, limits), zip -> {
            if (!zip.seal().digest().equals(digest)) {
                throw Refusal.damaged(file, "is another artifact than the one with the digest " + digest);
            }
            return readKnown(file, zip);
        });
    }

    /**
     * Opens an artifact and checks all of it; of one that was written here it is compared that it is the very same file.
     *
     * @throws SlipwayException as {@link #open(Path, Limits)}
     */
    public static Artifact open(Path file, Limits limits, WrittenHere written) {
        try {
            if (isAnyOf(written, file, limits)) {
                return opened(file, () -> ZipReader.openBeside(file, limits), zip -> {
                    Artifact artifact = new Artifact(file, writtenHere(file, zip));
                    zip.checkHash();
                    return artifact;
                });
            }
        } catch (SlipwayException e) {
            // what is wrong with it, whoever reads all of it tells better
            return open(file, limits);
        }
        return open(file, limits);
    }

    private static boolean isAnyOf(WrittenHere written, Path file, Limits limits) {
        try (ZipReader zip = ZipReader.glance(file, limits)) {
            return written.has(zip.seal().sha256());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Artifact.Content writtenHere(Path file, ZipReader zip) throws IOException {
        ArtifactJson json = ArtifactJson.KNOWN;
        Map<String, String> subjects = Provenance.read(json, file, zip.json(EntryName.PROVENANCE));
        Artifact.Facts facts = new Artifact.Facts(
                json.read(file, EntryName.MANIFEST, zip.json(EntryName.MANIFEST), Manifest.class),
                KnownProofs.proof(file, zip.json(EntryName.PROOF)),
                () -> json.read(file, EntryName.SCHEMA, later(file, zip, EntryName.SCHEMA), Schema.class),
                () -> zip.slot(EntryName.SIGNATURE).isEmpty()
                        ? new ArtifactSignature.Unsigned()
                        : Envelope.read(
                                json,
                                file,
                                later(file, zip, EntryName.SIGNATURE),
                                later(file, zip, EntryName.PROVENANCE)));
        return new Artifact.Content(new Artifact.Texts(zip, subjects, true), facts);
    }

    private static byte[] later(Path file, ZipReader zip, String name) {
        try {
            return zip.json(name);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Opens it when something of it is used. */
    private record OnUse(ArtifactSummary summary, Limits limits) implements Artifact.Opening {
        @Override
        public boolean isSoonDone() {
            try {
                return Files.size(summary.file()) <= SMALL;
            } catch (IOException e) {
                // what is wrong with it, whoever opens it tells
                return false;
            }
        }

        @Override
        public Artifact.Content content() {
            return ArtifactReader.content(summary.file(), limits, summary.digest());
        }

        @Override
        public boolean continues(String parent) {
            return summary.parent().equals(Optional.of(parent));
        }

        @Override
        public Artifact.Added added() {
            try {
                return AdditionReader.read(summary.file(), limits, summary.digest());
            } catch (IOException e) {
                throw unreadable(summary.file(), e);
            }
        }
    }

    private static Artifact.Content content(Path file, Limits limits, String digest) {
        return opened(file, () -> ZipReader.open(file, limits), zip -> {
            if (!zip.seal().digest().equals(digest)) {
                throw Refusal.damaged(file, "became another artifact while it was looked at");
            }
            return contentOf(file, zip, limits);
        });
    }

    private interface Opening {
        ZipReader zip() throws IOException;
    }

    private interface Reading<T> {
        T of(ZipReader zip) throws IOException;
    }

    private static <T> T opened(Path file, Opening opening, Reading<T> reading) {
        try {
            ZipReader zip = opening.zip();
            try {
                return reading.of(zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads what a list of artifacts shows, and no more of the file than that takes. Nothing is checked: whoever goes
     * on to use the artifact opens it.
     */
    public static ArtifactSummary summary(Path file, Limits limits) {
        try (ZipReader zip = ZipReader.glance(file, limits)) {
            Map<String, String> fields = new HashMap<>();
            try (EntryStream in = zip.stream(zip.slot(EntryName.MANIFEST).orElseThrow());
                    JsonParser parser = ArtifactJson.within(limits).parser(in)) {
                headOf(parser, fields);
            } catch (JsonProcessingException e) {
                throw ArtifactJson.bad(file, EntryName.MANIFEST, e);
            }
            return summary(file, zip.seal().digest(), fields);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads one text of an artifact that was opened, and so checked, when it came here. The file's own hash is not
     * computed again; the text is compared with the digest that it is known by.
     *
     * @param digest of a change, or of a rollback
     * @param most how many bytes are given at most
     * @throws SlipwayException {@code artifact-missing}, {@code artifact-damaged}, {@code artifact-hostile}
     */
    public static TextBeginning text(Path file, Limits limits, String digest, boolean rollback, int most) {
        String name = rollback ? EntryName.rollback(digest) : EntryName.change(digest);
        try (ZipReader zip = ZipReader.knownGood(file, limits)) {
            Slot slot = zip.slot(name).orElseThrow(() -> Refusal.damaged(file, "entry " + name + " is missing"));
            TextDigest seen = new TextDigest(name);
            ByteArrayOutputStream beginning = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            try (EntryStream in = zip.stream(slot)) {
                for (int n = in.read(buffer, 0, buffer.length); n >= 0; n = in.read(buffer, 0, buffer.length)) {
                    seen.update(buffer, 0, n);
                    beginning.write(buffer, 0, Math.min(n, most - beginning.size()));
                }
            }
            if (!seen.finish().text().equals(digest)) {
                throw Refusal.damaged(file, "entry " + name + " holds another text");
            }
            return new TextBeginning(beginning.toString(StandardCharsets.UTF_8), slot.size());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static SlipwayException unreadable(Path file, IOException e) {
        return Refusal.damaged(file, "cannot be read: " + e.getMessage()).causedBy(e);
    }

    private static Artifact read(Path file, ZipReader zip, Limits limits) throws IOException {
        Artifact.Content content = contentOf(file, zip, limits);
        return new Artifact(file, zip, content.facts(), content.texts().subjects());
    }

    private static Artifact.Content contentOf(Path file, ZipReader zip, Limits limits) throws IOException {
        ArtifactJson json = ArtifactJson.within(limits);
        Map<String, byte[]> entries = jsonEntries(zip);
        Beside<Proof> proof =
                Beside.of(() -> json.read(file, EntryName.PROOF, entry(file, entries, EntryName.PROOF), Proof.class));
        Artifact.Facts facts = facts(file, json, entries, proof::found);
        if (facts.manifest().formatVersion() != zip.seal().formatVersion()) {
            throw Refusal.damaged(file, "manifest.json has another format version than the end of the file");
        }
        Set<String> texts = new LinkedHashSet<>(zip.names());
        texts.removeAll(entries.keySet());
        ManifestCheck.problem(facts.manifest(), facts.proof(), facts.schema().get(), texts)
                .ifPresent(problem -> {
                    throw Refusal.damaged(file, problem);
                });
        return new Artifact.Content(new Artifact.Texts(zip, subjects(file, zip, json, entries), false), facts);
    }

    private static Artifact readKnown(Path file, ZipReader zip) throws IOException {
        Map<String, byte[]> entries = jsonEntries(zip);
        Map<String, String> subjects = subjects(file, zip, ArtifactJson.KNOWN, entries);
        Proof proof = KnownProofs.proof(file, entry(file, entries, EntryName.PROOF));
        return new Artifact(file, zip, facts(file, ArtifactJson.KNOWN, entries, () -> proof), subjects);
    }

    private static Map<String, byte[]> jsonEntries(ZipReader zip) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        for (String name : zip.names()) {
            if (!EntryName.isText(name)) {
                entries.put(name, zip.json(name));
            }
        }
        return entries;
    }

    private static Artifact.Facts facts(
            Path file, ArtifactJson json, Map<String, byte[]> entries, Supplier<Proof> proof) {
        Manifest manifest =
                json.read(file, EntryName.MANIFEST, entry(file, entries, EntryName.MANIFEST), Manifest.class);
        Schema schema = json.read(file, EntryName.SCHEMA, entry(file, entries, EntryName.SCHEMA), Schema.class);
        Optional<byte[]> envelope = Optional.ofNullable(entries.get(EntryName.SIGNATURE));
        ArtifactSignature signature = envelope.isPresent()
                ? Envelope.read(json, file, envelope.orElseThrow(), entry(file, entries, EntryName.PROVENANCE))
                : new ArtifactSignature.Unsigned();
        return new Artifact.Facts(manifest, proof.get(), () -> schema, () -> signature);
    }

    /** Entry → SHA-256, as the provenance has it whose own SHA-256 the file ends with. */
    private static Map<String, String> subjects(
            Path file, ZipReader zip, ArtifactJson json, Map<String, byte[]> entries) {
        byte[] statement = entry(file, entries, EntryName.PROVENANCE);
        if (!Sha256.of(statement).equals(zip.seal().digest())) {
            throw Refusal.damaged(file, "provenance.json has another SHA-256 than the end of the file says");
        }
        Map<String, String> subjects = Provenance.read(json, file, statement);
        requireSubjects(file, zip, subjects, entries);
        return subjects;
    }

    private static byte[] entry(Path file, Map<String, byte[]> entries, String name) {
        return Optional.ofNullable(entries.get(name))
                .orElseThrow(() -> Refusal.damaged(file, "entry " + name + " is missing"));
    }

    /** The provenance speaks of exactly the entries there are; what it says of the texts is checked with them. */
    private static void requireSubjects(
            Path file, ZipReader zip, Map<String, String> subjects, Map<String, byte[]> entries) {
        Set<String> expected = new LinkedHashSet<>(zip.names());
        expected.remove(EntryName.PROVENANCE);
        expected.remove(EntryName.SIGNATURE);
        if (!subjects.keySet().equals(expected)) {
            throw Refusal.damaged(file, "provenance.json speaks of other entries than there are");
        }
        entries.forEach((name, content) -> {
            if (expected.contains(name) && !Sha256.of(content).equals(subjects.get(name))) {
                throw Refusal.damaged(file, "entry " + name + " is not the one that provenance.json speaks of");
            }
        });
    }

    /** The fields before the list of changes, which is the last one. */
    private static void headOf(JsonParser parser, Map<String, String> fields) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (name.equals("changes")) {
                return;
            }
            parser.nextToken();
            if (parser.currentToken().isScalarValue()) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private static ArtifactSummary summary(Path file, String digest, Map<String, String> fields) {
        String project = fields.getOrDefault("project", "");
        String pipeline = fields.getOrDefault("pipeline", "");
        String version = fields.getOrDefault("version", "");
        if (!ManifestCheck.isName(project) || !ManifestCheck.isName(pipeline) || !ManifestCheck.isVersion(version)) {
            throw Refusal.damaged(file, "manifest.json does not say which project, pipeline and version it is");
        }
        return new ArtifactSummary(
                file,
                digest,
                project,
                pipeline,
                version,
                Optional.ofNullable(fields.get("parent")),
                Optional.ofNullable(fields.get("parentVersion")));
    }
}
