package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.parallel.Beside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Opens an artifact as far as a target needs it that has all of the one it continues. Every byte of the file is compared
 * with the SHA-256 it ends with, beside the reading; the manifest and the texts that are new, with the provenance, and
 * that with the artifact's digest; what is new is checked as in the whole. Nothing else is read, hence nothing else found
 * out: neither what the parent has, nor proof and schema.
 */
final class AdditionReader {
    private final Path file;
    private final ArtifactJson json;
    private final ZipReader zip;

    private AdditionReader(Path file, ArtifactJson json, ZipReader zip) {
        this.file = file;
        this.json = json;
        this.zip = zip;
    }

    /** @throws SlipwayException {@code artifact-damaged}, {@code artifact-hostile}, {@code artifact-newer-format} */
    static Artifact.Added read(Path file, Limits limits, String digest) throws IOException {
        ZipReader zip = ZipReader.openBeside(file, limits);
        try {
            Artifact.Added added = new AdditionReader(file, ArtifactJson.within(limits), zip).read(digest);
            zip.checkHash();
            return added;
        } catch (IOException | RuntimeException e) {
            try {
                // a changed byte is the plainest word for whatever came of it
                zip.checkHash();
            } finally {
                zip.close();
            }
            throw e;
        }
    }

    private Artifact.Added read(String digest) throws IOException {
        if (!zip.seal().digest().equals(digest)) {
            throw Refusal.damaged(file, "became another artifact while it was looked at");
        }
        Beside<byte[]> provenance = Beside.of(() -> statement(digest));
        byte[] manifest = zip.json(EntryName.MANIFEST);
        String sha256 = Sha256.of(manifest);
        Addition addition = ManifestGlance.of(file, json, manifest).addition();
        if (addition.head().formatVersion() != zip.seal().formatVersion()) {
            throw Refusal.damaged(file, "manifest.json has another format version than the end of the file");
        }
        Set<String> used = new HashSet<>(ManifestCheck.textsOf(addition.changes()));
        used.add(EntryName.MANIFEST);
        byte[] statement = provenance.get();
        Map<String, String> subjects = Provenance.read(json, file, statement, used::contains);
        for (String name : used) {
            if (zip.slot(name).isEmpty()) {
                throw Refusal.damaged(file, "entry " + name + " is missing, though manifest.json asks for it");
            }
            if (!subjects.containsKey(name)) {
                throw Refusal.damaged(file, "provenance.json does not speak of the entry " + name);
            }
        }
        if (!sha256.equals(subjects.get(EntryName.MANIFEST))) {
            throw Refusal.damaged(
                    file, "entry " + EntryName.MANIFEST + " is not the one that provenance.json speaks of");
        }
        return new Artifact.Added(new Artifact.Texts(zip, subjects, false), addition, signature(statement));
    }

    private byte[] statement(String digest) throws IOException {
        byte[] statement = zip.json(EntryName.PROVENANCE);
        if (!Sha256.of(statement).equals(digest)) {
            throw Refusal.damaged(file, "provenance.json has another SHA-256 than the end of the file says");
        }
        return statement;
    }

    private ArtifactSignature signature(byte[] statement) throws IOException {
        return zip.slot(EntryName.SIGNATURE).isPresent()
                ? Envelope.read(json, file, zip.json(EntryName.SIGNATURE), statement)
                : new ArtifactSignature.Unsigned();
    }
}
