package io.slipway.enablement.scenario;

import io.slipway.release.yaml.YamlSection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what names an element: {@code {role: button, name: Save}}, {@code {field: Reason}} or {@code {text: Saved}}. */
final class ElementSection {
    /** Those roles of ARIA 1.2 by which a page's parts are found. */
    static final Set<String> ROLES = Set.of(
            "alert",
            "article",
            "banner",
            "button",
            "cell",
            "checkbox",
            "columnheader",
            "combobox",
            "dialog",
            "form",
            "group",
            "heading",
            "img",
            "link",
            "list",
            "listitem",
            "main",
            "navigation",
            "option",
            "progressbar",
            "radio",
            "region",
            "row",
            "rowheader",
            "searchbox",
            "status",
            "table",
            "tab",
            "textbox");

    private ElementSection() {}

    /** @param others keys of the same mapping that are not the element's */
    static Element read(YamlSection section, Set<String> others) {
        Set<String> known = new HashSet<>(Set.of("role", "name", "field", "text", "part", "in"));
        known.addAll(others);
        section.only(known);
        Optional<Element> in = section.section("in").map(outer -> read(outer, Set.of()));
        List<String> ways =
                List.of("role", "field", "text").stream().filter(section::has).toList();
        if (ways.size() != 1) {
            throw section.invalid("an element is named by 'role' and 'name', by 'field', or by 'text'");
        }
        boolean part = section.flag("part");
        return switch (ways.get(0)) {
            case "role" ->
                new Element(
                        new Element.Kind.Role(role(section)),
                        section.optionalText("name").orElse(""),
                        part,
                        in);
            case "field" -> named(section, new Element.Kind.Field(), "field", part, in);
            default -> named(section, new Element.Kind.Text(), "text", part, in);
        };
    }

    private static Element named(
            YamlSection section, Element.Kind kind, String key, boolean part, Optional<Element> in) {
        if (section.has("name")) {
            throw section.invalid("name", "'name' goes with 'role'");
        }
        return new Element(kind, section.text(key), part, in);
    }

    private static String role(YamlSection section) {
        String role = section.text("role");
        if (!ROLES.contains(role)) {
            throw section.invalid(
                    "role",
                    "'" + role + "' is no role that elements are found by; known are "
                            + String.join(", ", ROLES.stream().sorted().toList()));
        }
        return role;
    }
}
