package io.slipway.release.error;

/**
 * A place in a text file.
 *
 * @param path the file, as its user names it
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1, in characters; 0 when the whole line is meant
 */
public record Location(String path, int line, int column) {

    public static Location of(String path) {
        return new Location(path, 0, 0);
    }

    @Override
    public String toString() {
        return path + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
    }
}
