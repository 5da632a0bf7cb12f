package io.slipway.enablement.scenario;

import java.util.Optional;

/**
 * Something on a page, named as readers and screen readers name it.
 *
 * @param kind how it is looked for
 * @param name what it is called, the whole of it unless {@code part} is set; empty for whatever has the role
 * @param part whether {@code name} may be a part of what it is called
 * @param in what it must stand in, such as a row; empty for anywhere on the page
 */
public record Element(Kind kind, String name, boolean part, Optional<Element> in) {

    /** How an element is looked for. */
    public sealed interface Kind {
        /**
         * By what it is.
         *
         * @param role a role of ARIA: {@code button}, {@code link}, {@code heading}, {@code row} …
         */
        record Role(String role) implements Kind {}

        /** A field, by its label. */
        record Field() implements Kind {}

        /** Whatever says it. */
        record Text() implements Kind {}
    }

    /** As sentences name it: {@code the button 'Deploy to dev'}. */
    public String shown() {
        String what = kind instanceof Kind.Role role
                ? "the " + role.role() + (name.isEmpty() ? "" : " '" + name + "'")
                : kind instanceof Kind.Field ? "the field '" + name + "'" : "the text '" + name + "'";
        return what + in.map(outer -> " in " + outer.shown()).orElse("");
    }
}
