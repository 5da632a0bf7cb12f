package io.slipway.studio.stage;

import j2html.utils.EscapeUtil;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a secret may come back: as it was typed, and as pages, programs and addresses write it. */
final class SecretForms {
    /** Of several lines, a shorter one stands in many texts and tells nothing of the secret. */
    private static final int SHORTEST_LINE = 6;

    private SecretForms() {}

    /** The longest first, so that none is left with what another covers a part of; empty for what is only space. */
    static List<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        String stripped = secret.strip();
        if (stripped.isEmpty()) {
            return List.of();
        }
        // a field and a page drop the space around, and a page makes one of several
        forms.add(secret);
        forms.add(stripped);
        forms.add(stripped.replaceAll("\\s+", " "));
        secret.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE)
                .forEach(forms::add);
        for (String form : List.copyOf(forms)) {
            forms.add(json(form));
            forms.add(EscapeUtil.escape(form));
            String address = URLEncoder.encode(form, StandardCharsets.UTF_8);
            forms.add(address);
            forms.add(address.replace("+", "%20"));
        }
        for (String form : List.copyOf(forms)) {
            // a terminal passes bytes on, each as a character of its own
            forms.add(new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
        List<String> longest = new ArrayList<>(forms);
        longest.sort(Comparator.comparingInt(String::length).reversed());
        return longest;
    }

    /** What stands between the quotes of a JSON text. */
    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
