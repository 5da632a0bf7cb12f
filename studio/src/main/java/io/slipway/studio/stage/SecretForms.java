package io.slipway.studio.stage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a secret may come back: as it was typed; as pages, shells, programs and addresses quote it; in base64 and hex.
 *
 * <p>A form is a list of regular expressions, one for each letter, which Java and browsers read alike.
 */
final class SecretForms {
    /** What is shorter stands in many texts and tells nothing of the secret. */
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
        Set<String> codes = new LinkedHashSet<>();
        Stream.concat(Stream.of(secret), texts.stream()).forEach(text -> encode(text, codes));
        return Stream.concat(
                        texts.stream().map(WrittenLetters::of),
                        codes.stream()
                                .filter(code -> code.length() >= SHORTEST)
                                .map(code -> code.chars()
                                        .mapToObj(WrittenLetters::itself)
                                        .toList()))
                .distinct()
                .sorted(Comparator.<List<String>>comparingInt(List::size).reversed())
                .toList();
    }

    private static void encode(String text, Set<String> codes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        codes.add(HexFormat.of().formatHex(bytes));
        codes.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (int before = 0; before < SHARED.length; before++) {
            byte[] group = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, group, before, bytes.length);
            for (Base64.Encoder base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String code = base64.withoutPadding().encodeToString(group).substring(SHARED[before]);
                codes.add(code);
                if (group.length % SHARED.length != 0) {
                    // where something follows, the last letter is another
                    codes.add(code.substring(0, code.length() - 1));
                }
            }
        }
    }
}
