package io.slipway.release.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** The bytes of one script, wherever they lie; opened as often as needed and never held as a whole. */
public interface ScriptText {

    /** The bytes as they are, byte-order mark and line ends included. */
    InputStream open() throws IOException;

    /** How many bytes. */
    long size() throws IOException;

    /** The text; its bytes were found to be UTF-8 when the script was first read. */
    default Reader reader() throws IOException {
        return new InputStreamReader(open(), StandardCharsets.UTF_8);
    }

    /** A text that is at hand. */
    static ScriptText of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new BytesText(bytes, 0, bytes.length);
    }
}
