package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import io.slipway.release.script.ScriptPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What must hold among the facts of one artifact, whoever wrote it. Gives the first thing that does not, as the end of
 * a sentence; the writer takes it for a defect of ours, the reader for a bad file.
 */
public final class ManifestCheck {
    /** Safe as part of a file name everywhere. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}");

    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._+-]{0,99}");

    private ManifestCheck() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether it can be an artifact's version: letters, digits, {@code . _ + -}, at most 100, so safe in a file name. */
    public static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    /** @param texts names of the text entries there are */
    static Optional<String> problem(Manifest manifest, Proof proof, Schema schema, Set<String> texts) {
        return head(manifest.head(), manifest.changes().size())
                .or(() -> renames(manifest))
                .or(() -> changes(manifest.changes(), 0))
                .or(() -> texts(manifest, texts))
                .or(() -> proof(manifest, proof))
                .or(() -> schema(schema));
    }

    /** The same, as far as it can be told of what is new without what the parent has. */
    static Optional<String> addition(Addition addition) {
        List<Change> all = new ArrayList<>(addition.related());
        all.addAll(addition.changes());
        return changes(all, addition.related().size());
    }

    /** The text entries that a manifest asks for. */
    static Set<String> textsOf(Manifest manifest) {
        return textsOf(manifest.changes());
    }

    /** The text entries of some changes. */
    static Set<String> textsOf(List<Change> changes) {
        Set<String> names = new LinkedHashSet<>();
        for (Change change : changes) {
            names.add(EntryName.change(change.digest()));
            change.rollback().map(EntryName::rollback).ifPresent(names::add);
        }
        return names;
    }

    /** @param changes how many there are */
    static Optional<String> head(ArtifactHead m, int changes) {
        if (m.formatVersion() < 1) {
            return Optional.of("manifest.json has the format version " + m.formatVersion());
        }
        for (String name : List.of(m.project(), m.database(), m.pipeline())) {
            if (!isName(name)) {
                return Optional.of("manifest.json has the name " + Refusal.printable(name)
                        + "; names are letters, digits, '.', '_' and '-', at most 100");
            }
        }
        if (!isVersion(m.version())
                || !m.parentVersion().map(ManifestCheck::isVersion).orElse(true)) {
            return Optional.of("manifest.json has a version that is not made of letters, digits, '.', '_', '+', '-'");
        }
        if (!m.parent().map(Sha256::isHex).orElse(true)
                || m.parent().isPresent() != m.parentVersion().isPresent()) {
            return Optional.of("manifest.json names its parent by something other than a digest and a version");
        }
        if (m.firstNew() < 0 || m.firstNew() > changes || m.parent().isEmpty() && m.firstNew() != 0) {
            return Optional.of(
                    "manifest.json says that change %d of %d is its first new one".formatted(m.firstNew(), changes));
        }
        return Optional.empty();
    }

    private static Optional<String> renames(Manifest manifest) {
        if (manifest.renames().isEmpty()) {
            return Optional.empty();
        }
        Set<String> ids = ids(manifest.changes());
        return manifest.renames().keySet().stream()
                .filter(id -> !ids.contains(id))
                .findFirst()
                .map(id -> "manifest.json has renames of " + Refusal.printable(id) + ", which is no change");
    }

    private static Set<String> ids(List<Change> changes) {
        return changes.stream().map(Change::id).collect(Collectors.toSet());
    }

    /** @param from the first change of which all that it requires must be there */
    private static Optional<String> changes(List<Change> changes, int from) {
        Set<String> ids = ids(changes);
        Map<String, Integer> texts = new HashMap<>();
        Map<String, String> latest = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            List<String> required = i < from ? List.of() : change.requires();
            Optional<String> problem = change(change)
                    .or(() -> required.stream()
                            .filter(id -> !ids.contains(id) || id.equals(change.id()))
                            .findFirst()
                            .map(id -> "requires " + Refusal.printable(id) + ", which is no other change"));
            if (problem.isEmpty()
                    && texts.merge(change.id() + "@" + change.digest(), 1, Integer::sum) != change.occurrence()) {
                problem = Optional.of("does not say rightly how often this text was there before");
            }
            if (problem.isEmpty()
                    && !change.replaces().equals(Optional.ofNullable(latest.put(change.id(), change.digest())))) {
                problem = Optional.of("does not name the version before it as the one it replaces");
            }
            if (problem.isPresent()) {
                return problem.map(p -> "manifest.json: change " + Refusal.printable(change.id()) + " " + p);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> change(Change c) {
        if (c.id().isBlank() || c.id().length() > ScriptPath.LONGEST || ScriptPath.hasControl(c.id())) {
            return Optional.of("has no proper id");
        }
        if (ScriptPath.problem(c.path()).isPresent()) {
            return Optional.of("has the path " + Refusal.printable(c.path()) + ", which is none inside a folder");
        }
        boolean digests = Sha256.isHex(c.digest())
                && Sha256.isHex(c.tokenDigest())
                && c.rollback().map(Sha256::isHex).orElse(true)
                && c.replaces().map(Sha256::isHex).orElse(true);
        if (!digests) {
            return Optional.of("has a digest that is not 64 lower-case hex digits");
        }
        if (c.timeout().map(t -> t.isNegative() || t.isZero()).orElse(false)) {
            return Optional.of("has a timeout that is no time");
        }
        return Optional.empty();
    }

    private static Optional<String> texts(Manifest manifest, Set<String> texts) {
        Set<String> wanted = textsOf(manifest);
        for (String name : wanted) {
            if (!texts.contains(name)) {
                return Optional.of("entry " + name + " is missing, though manifest.json asks for it");
            }
        }
        return texts.stream()
                .filter(name -> !wanted.contains(name))
                .findFirst()
                .map(name -> "entry " + name + " belongs to no change of manifest.json");
    }

    private static Optional<String> proof(Manifest manifest, Proof proof) {
        Set<String> keys = manifest.changes().stream().map(Change::key).collect(Collectors.toSet());
        return proof.changes().keySet().stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .map(key -> "proof.json speaks of " + Refusal.printable(key) + ", which is no change");
    }

    private static Optional<String> schema(Schema schema) {
        String last = "";
        for (Schema.SchemaObject o : schema.objects()) {
            String key = o.kind() + " " + o.name();
            if (!Sha256.isHex(o.digest()) || key.compareTo(last) <= 0) {
                return Optional.of("schema.json has a wrong digest, or a wrong place, for " + Refusal.printable(key));
            }
            last = key;
        }
        return Sha256.isHex(schema.fingerprint())
                ? Optional.empty()
                : Optional.of("schema.json has a fingerprint that is not 64 lower-case hex digits");
    }
}
