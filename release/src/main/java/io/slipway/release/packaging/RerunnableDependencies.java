package io.slipway.release.packaging;

import io.slipway.release.script.Script;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rerunnable scripts name what others create, read off their words. A word that means something else only moves
 * a script behind another one; that the order works is proved by running it.
 */
final class RerunnableDependencies {
    private static final Pattern CREATES = Pattern.compile(
            "(?i)\\bcreate\\s+(?:or\\s+(?:replace|alter)\\s+)?(?:(?:temp|temporary|materialized|recursive|definer\\s*=\\s*\\S+|"
                    + "algorithm\\s*=\\s*\\w+|sql\\s+security\\s+\\w+|aggregate|constraint)\\s+)*"
                    + "(?:view|function|procedure|package(?:\\s+body)?|trigger)\\s+(?:if\\s+not\\s+exists\\s+)?"
                    + "([\\w$.\"`]+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][\\w$]*");
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private RerunnableDependencies() {}

    /** Identity → identities that must come before it. */
    static Map<String, Set<String>> of(List<Comparison.Fresh> fresh) {
        Map<String, String> creator = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        for (Comparison.Fresh f : fresh) {
            if (f.script().rerunnable()) {
                String text = COMMENT.matcher(text(f.script())).replaceAll(" ");
                texts.put(f.id(), text);
                Matcher creates = CREATES.matcher(text);
                while (creates.find()) {
                    creator.putIfAbsent(lastPart(creates.group(1)), f.id());
                }
            }
        }
        Map<String, Set<String>> needs = new HashMap<>();
        texts.forEach((id, text) -> {
            Set<String> before = new LinkedHashSet<>();
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                String other = creator.get(word.group().toLowerCase(Locale.ROOT));
                if (other != null && !other.equals(id)) {
                    before.add(other);
                }
            }
            needs.put(id, before);
        });
        return needs;
    }

    private static String lastPart(String name) {
        String plain = name.replaceAll("[\"`]", "").toLowerCase(Locale.ROOT);
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private static String text(Script script) {
        try (Reader reader = script.text().reader()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
