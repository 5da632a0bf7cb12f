package io.slipway.studio.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** The files of xterm.js, as its webjar has them. */
final class Library {
    private static final String ROOT = "/META-INF/resources/webjars/xterm/";
    private static final String VERSION = "/META-INF/maven/org.webjars.npm/xterm/pom.properties";

    private Library() {}

    static String text(String name) {
        Properties properties = new Properties();
        try (InputStream version = open(VERSION)) {
            properties.load(version);
            try (InputStream file = open(ROOT + properties.getProperty("version") + "/" + name)) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Library.class.getResourceAsStream(name), name);
    }
}
