package io.slipway.server.account;

/** Where to go after signing in: never to another site, whatever a link said. */
public final class LocalPath {
    private LocalPath() {}

    /** The same when it is a path of ours, else {@code /}. */
    public static String of(String to) {
        return to.startsWith("/") && !to.startsWith("//") && to.chars().noneMatch(c -> c == '\\' || c < ' ') ? to : "/";
    }
}
