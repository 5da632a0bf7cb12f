package io.slipway.release.version;

/** Which Slipway this is, as commands print it and a server compares it. */
public final class SlipwayVersion {
    public static final String CURRENT = "0.1.0";

    private SlipwayVersion() {}
}
