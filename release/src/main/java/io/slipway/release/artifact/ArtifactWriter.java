package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.parallel.Beside;
import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Writes artifacts: the same contents and key give the same bytes, and the file is there as a whole or not at all. */
public final class ArtifactWriter {
    private final Optional<SigningKey> key;
    private final Limits limits;
    private final ArtifactJson json;

    /** @param key to sign with; without one the artifact is unsigned */
    public ArtifactWriter(Optional<SigningKey> key, Limits limits) {
        this.key = key;
        this.limits = limits;
        this.json = ArtifactJson.within(limits);
    }

    /**
     * @param digest the artifact's identity
     * @param sha256 of the file before its last 64 bytes, which are that
     * @param created false when the very same file was there already
     */
    public record Written(Path file, String digest, String sha256, boolean created) {}

    /**
     * Writes next to {@code target}, waits for the disk, then gives the file its name. Texts are read as streams.
     *
     * @throws SlipwayException {@code artifact-exists} when another file has the name already; {@code script-encoding};
     *     {@code script-unreadable} when a text is no longer what its digest says; {@code artifact-too-large};
     *     {@code artifact-unwritable}
     */
    public Written write(ArtifactContents contents, Path target) {
        requireSound(contents);
        Path file = target.toAbsolutePath();
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(folder);
            try {
                Seal seal = writeTo(temporary, target, contents);
                boolean created = publish(temporary, file, target, contents.manifest());
                if (created) {
                    syncFolder(folder);
                }
                return new Written(target, seal.digest(), seal.sha256(), created);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.ARTIFACT_UNWRITABLE,
                            target + " cannot be written: " + e,
                            "See that the folder can be written to and that the disk has room. Nothing was left behind.")
                    .causedBy(e);
        }
    }

    private Seal writeTo(Path temporary, Path target, ArtifactContents contents) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipWriter zip = new ZipWriter(temporary, target, limits)) {
            Beside<PackedEntry> proof =
                    Beside.of(() -> packed(target, EntryName.PROOF, json.readable(contents.proof())));
            Beside<PackedEntry> schema =
                    Beside.of(() -> packed(target, EntryName.SCHEMA, json.readable(contents.schema())));
            addJson(
                    zip,
                    entries,
                    EntryName.MANIFEST,
                    packed(target, EntryName.MANIFEST, json.readable(contents.manifest())));
            addJson(zip, entries, EntryName.PROOF, proof.get());
            addJson(zip, entries, EntryName.SCHEMA, schema.get());
            Map<String, String> paths = paths(contents.manifest());
            Set<String> names = new TreeSet<>(EntryName.IN_FILE);
            names.addAll(ManifestCheck.textsOf(contents.manifest()));
            for (String name : names) {
                String path = paths.getOrDefault(name, name);
                entries.put(name, addText(zip, name, text(contents, name), path));
            }
            byte[] statement = Provenance.write(json, contents.manifest(), entries);
            addJson(zip, new LinkedHashMap<>(), EntryName.PROVENANCE, packed(target, EntryName.PROVENANCE, statement));
            if (key.isPresent()) {
                byte[] envelope = Envelope.write(json, key.orElseThrow(), statement);
                addJson(zip, new LinkedHashMap<>(), EntryName.SIGNATURE, packed(target, EntryName.SIGNATURE, envelope));
            }
            String digest = Sha256.of(statement);
            return new Seal(Manifest.FORMAT_VERSION, digest, zip.finish(digest));
        }
    }

    private PackedEntry packed(Path target, String name, byte[] content) {
        if (content.length > limits.jsonBytes()) {
            throw Refusal.tooLarge(target, "entry %s would be larger than %d".formatted(name, limits.jsonBytes()));
        }
        return PackedEntry.of(content, limits);
    }

    private static void addJson(ZipWriter zip, Map<String, String> entries, String name, PackedEntry entry)
            throws IOException {
        zip.add(name, entry);
        entries.put(name, entry.sha256());
    }

    private static String addText(ZipWriter zip, String name, ScriptText text, String path) throws IOException {
        TextDigest.Digests digests = zip.add(name, text, path);
        if (!EntryName.digest(name).equals(Optional.of(digests.text()))) {
            throw SlipwayException.of(
                    ErrorCode.SCRIPT_UNREADABLE,
                    path + " was changed while it was being packaged",
                    "Run 'slipway package' again when nobody writes to the scripts.");
        }
        return digests.bytes();
    }

    private static ScriptText text(ArtifactContents contents, String name) {
        String digest = EntryName.digest(name).orElseThrow();
        Map<String, ScriptText> texts = EntryName.isRollback(name) ? contents.rollbacks() : contents.texts();
        return Optional.ofNullable(texts.get(digest)).orElseThrow();
    }

    /** What to call a text when it turns out to be bad. */
    private static Map<String, String> paths(Manifest manifest) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (Change change : manifest.changes()) {
            paths.putIfAbsent(EntryName.change(change.digest()), change.path());
            change.rollback().ifPresent(r -> paths.putIfAbsent(EntryName.rollback(r), "rollback of " + change.path()));
        }
        return paths;
    }

    private static void requireSound(ArtifactContents contents) {
        Set<String> texts = new TreeSet<>();
        contents.texts().keySet().forEach(digest -> texts.add(EntryName.change(digest)));
        contents.rollbacks().keySet().forEach(digest -> texts.add(EntryName.rollback(digest)));
        if (contents.manifest().formatVersion() != Manifest.FORMAT_VERSION) {
            throw new IllegalArgumentException("only format " + Manifest.FORMAT_VERSION + " is written");
        }
        ManifestCheck.problem(contents.manifest(), contents.proof(), contents.schema(), texts)
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
    }

    /** Gives the file its name, unless another file has it; two packagings at once can't overwrite each other. */
    private static boolean publish(Path temporary, Path file, Path target, Manifest manifest) throws IOException {
        try {
            // a second name for the file: unlike a move, this fails when the name is taken
            Files.createLink(file, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return existing(temporary, file, target, manifest);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // a file system without links: the gap between look and move is as small as it can be there
            if (Files.exists(file)) {
                return existing(temporary, file, target, manifest);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    private static boolean existing(Path temporary, Path file, Path target, Manifest manifest) throws IOException {
        if (Files.mismatch(temporary, file) < 0) {
            return false;
        }
        throw SlipwayException.of(
                ErrorCode.ARTIFACT_EXISTS,
                target + " exists already, with other contents; an artifact is never overwritten",
                "Package with another --version than " + manifest.version() + ".");
    }

    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open folders; there the file system sees to it
        }
    }
}
