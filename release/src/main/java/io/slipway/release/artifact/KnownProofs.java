package io.slipway.release.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.slipway.release.artifact.Proof.ChangeProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The proofs of an artifact that was opened wholly before, and later ones. Each is read when it is asked for: a forecast
 * asks for the few that are pending, of thousands. The next artifact takes them over as they stand.
 */
@JsonSerialize(using = KnownProofs.AsTheyStand.class)
final class KnownProofs extends AbstractMap<String, ChangeProof> {
    private final Path file;
    private final byte[] json;
    private final Map<String, Place> places;
    private final Map<String, ChangeProof> later;

    /** Where a proof stands in the entry: the first byte, and the one after the last. */
    private record Place(int from, int to) {}

    private KnownProofs(Path file, byte[] json, Map<String, Place> places, Map<String, ChangeProof> later) {
        this.file = file;
        this.json = json;
        this.places = places;
        this.later = later;
    }

    /** Proofs of other changes, put to those there are. */
    static Map<String, ChangeProof> and(Map<String, ChangeProof> there, Map<String, ChangeProof> others) {
        Map<String, ChangeProof> later = new LinkedHashMap<>(there instanceof KnownProofs known ? known.later : there);
        later.putAll(others);
        if (there instanceof KnownProofs known) {
            Map<String, Place> places = new LinkedHashMap<>(known.places);
            places.keySet().removeAll(later.keySet());
            return new KnownProofs(known.file, known.json, places, later);
        }
        return later;
    }

    /** @param json the entry {@code proof.json}, which has the digest that it had when all of it was read */
    static Proof proof(Path file, byte[] json) {
        String server = "";
        Map<String, Place> places = new LinkedHashMap<>();
        try (JsonParser parser = ArtifactJson.KNOWN.parser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean changes = parser.currentName().equals("changes");
                parser.nextToken();
                if (changes) {
                    readPlaces(parser, places);
                } else {
                    server = parser.getText();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Proof(server, new KnownProofs(file, json, places, Map.of()));
    }

    private static void readPlaces(JsonParser parser, Map<String, Place> places) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            places.put(key, new Place(from, (int) parser.currentLocation().getByteOffset()));
        }
    }

    @Override
    public int size() {
        return places.size() + later.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return places.containsKey(key) || later.containsKey(key);
    }

    @Override
    public @Nullable ChangeProof get(@Nullable Object key) {
        Place place = places.get(key);
        return place == null ? later.get(key) : read(place);
    }

    @Override
    public Set<String> keySet() {
        Set<String> keys = new LinkedHashSet<>(places.keySet());
        keys.addAll(later.keySet());
        return keys;
    }

    @Override
    public Set<Entry<String, ChangeProof>> entrySet() {
        return keySet().stream()
                .map(key -> Map.entry(key, Objects.requireNonNull(get(key))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private ChangeProof read(Place place) {
        return ArtifactJson.KNOWN.read(
                file, EntryName.PROOF, Arrays.copyOfRange(json, place.from(), place.to()), ChangeProof.class);
    }

    /** Entries of artifacts are written alike, so that what stands in one is what would be written into another. */
    static final class AsTheyStand extends JsonSerializer<KnownProofs> {
        @Override
        public void serialize(KnownProofs proofs, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeStartObject();
            for (String key : new TreeSet<>(proofs.keySet())) {
                generator.writeFieldName(key);
                Place place = proofs.places.get(key);
                if (place == null) {
                    provider.defaultSerializeValue(proofs.later.get(key), generator);
                } else {
                    int length = place.to() - place.from();
                    generator.writeRawValue(new String(proofs.json, place.from(), length, StandardCharsets.UTF_8));
                }
            }
            generator.writeEndObject();
        }
    }
}
