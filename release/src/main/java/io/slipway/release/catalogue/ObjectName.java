package io.slipway.release.catalogue;

/** Names of parts as catalogues give them: {@code public.customer.fax}, {@code public.t."a.b"}. */
public final class ObjectName {
    private ObjectName() {}

    /** What it is a part of: {@code public.t."a.b"} → {@code public.t}. Of a name without a dot, the name. */
    public static String owner(String name) {
        int dot = lastDot(name);
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** What it is called there: {@code public.t."a.b"} → {@code "a.b"}. */
    public static String last(String name) {
        return name.substring(lastDot(name) + 1);
    }

    /** The last dot that stands in no quotes; -1 where there is none. */
    private static int lastDot(String name) {
        char quoted = 0;
        int last = -1;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (quoted != 0) {
                quoted = c == quoted ? 0 : quoted;
            } else if (c == '"' || c == '`') {
                quoted = c;
            } else if (c == '.') {
                last = i;
            }
        }
        return last;
    }
}
