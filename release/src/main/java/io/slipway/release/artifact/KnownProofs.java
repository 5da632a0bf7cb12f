package io.slipway.release.artifact;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.slipway.release.artifact.Proof.ChangeProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The proofs of an artifact that was opened wholly before. Each is read when it is asked for: a forecast asks for the
 * few that are pending, of thousands.
 */
final class KnownProofs extends AbstractMap<String, ChangeProof> {
    private final Path file;
    private final byte[] json;
    private final Map<String, Place> places;

    /** Where a proof stands in the entry: the first byte, and the one after the last. */
    private record Place(int from, int to) {}

    private KnownProofs(Path file, byte[] json, Map<String, Place> places) {
        this.file = file;
        this.json = json;
        this.places = places;
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
        return new Proof(server, new KnownProofs(file, json, places));
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
        return places.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return places.containsKey(key);
    }

    @Override
    public @Nullable ChangeProof get(@Nullable Object key) {
        return Optional.ofNullable(places.get(key)).map(this::read).orElse(null);
    }

    @Override
    public Set<String> keySet() {
        return places.keySet();
    }

    @Override
    public Set<Entry<String, ChangeProof>> entrySet() {
        return places.entrySet().stream()
                .map(each -> Map.entry(each.getKey(), read(each.getValue())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private ChangeProof read(Place place) {
        return ArtifactJson.KNOWN.read(
                file, EntryName.PROOF, Arrays.copyOfRange(json, place.from(), place.to()), ChangeProof.class);
    }
}
