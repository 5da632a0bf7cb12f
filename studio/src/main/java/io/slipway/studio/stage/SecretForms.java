package io.slipway.studio.stage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a secret may come back: as it was typed; as pages, shells, programs and addresses quote it; in base64 and hex.
 *
 * <p>A form is a list of regular expressions, one for each letter, which Java and browsers read alike.
 */
final class SecretForms {
    /** A shorter line stands in many texts and tells nothing of the secret, and so does what codes make of it. */
    private static final int SHORTEST = 6;
    /** How many letters of base64 are not the secret's alone, by how many bytes stand before it in its group of three. */
    private static final int[] SHARED = {0, 2, 3};

    private SecretForms() {}

    /** The longest first, so that none is left with what another covers a part of; empty for what is only space. */
    static List<List<String>> of(String secret) {
        String stripped = secret.strip();
        if (stripped.isEmpty()) {
            return List.of();
        }
        Set<String> texts = new LinkedHashSet<>(List.of(stripped));
        secret.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST)
                .forEach(texts::add);
        Stream<List<String>> codes = Stream.of(secret, stripped)
                .distinct()
                .filter(text -> text.length() >= SHORTEST)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .flatMap(bytes -> Stream.concat(
                        Stream.of(hex(bytes)), IntStream.range(0, SHARED.length).mapToObj(i -> base64(bytes, i))));
        return Stream.concat(texts.stream().map(WrittenLetters::of), codes)
                .distinct()
                .sorted(Comparator.<List<String>>comparingInt(List::size).reversed())
                .toList();
    }

    private static List<String> hex(byte[] bytes) {
        return HexFormat.of()
                .formatHex(bytes)
                .chars()
                .mapToObj(digit -> WrittenLetters.anyCase(Character.toString(digit)))
                .toList();
    }

    /** @param before so many bytes of something else stand before it in its first group of three */
    private static List<String> base64(byte[] bytes, int before) {
        byte[] group = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, group, before, bytes.length);
        List<String> letters = new ArrayList<>(Base64.getEncoder()
                .withoutPadding()
                .encodeToString(group)
                .substring(SHARED[before])
                .chars()
                .mapToObj(letter -> letter == '+' ? "[+-]" : letter == '/' ? "[/_]" : Character.toString(letter))
                .toList());
        if (group.length % SHARED.length != 0) {
            // where something follows, the last letter is another
            letters.set(letters.size() - 1, letters.get(letters.size() - 1) + "?");
        }
        return List.copyOf(letters);
    }
}
