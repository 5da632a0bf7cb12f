package io.slipway.cli.output;

import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.script.ScriptText;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a deployment would run into one file, parameters replaced, for reading or for running by hand. */
public final class SqlFile {
    private SqlFile() {}

    public static void write(Path file, DeployRequest request, Forecast.Result forecast) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("-- What deploying " + request.project().name() + " " + forecast.version() + " to "
                    + forecast.environment() + " would run.\n"
                    + "-- Run by hand it leaves no history; afterwards say so with: slipway baseline "
                    + forecast.environment() + " --artifact "
                    + request.project().name() + ":" + forecast.version()
                    + "\n");
            for (Forecast.Line line : forecast.pending()) {
                write(out, request, line);
            }
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.USAGE, "The file " + file + " cannot be written: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    private static void write(Writer out, DeployRequest request, Forecast.Line line) throws IOException {
        if (line.replaced().isPresent()) {
            Change old = line.replaced().get();
            out.write("\n-- rollback of " + old.id() + "  " + old.digest().substring(0, 12)
                    + ", which the next change replaces\n");
            write(out, request, old, request.artifact().rollback(old).orElseThrow());
        }
        Change change = line.change();
        out.write("\n-- change " + change.id() + "  " + change.digest().substring(0, 12)
                + (line.proof().transactional() ? "" : "  (not in one transaction)") + "\n");
        write(out, request, change, request.artifact().text(change));
    }

    private static void write(Writer out, DeployRequest request, Change change, ScriptText script) throws IOException {
        ScriptSource source = new ScriptSource(
                change.path(),
                script,
                change.parameters(),
                request.environment().parameters());
        int last = '\n';
        char[] buffer = new char[8192];
        try (Reader text = source.reader()) {
            for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
                if (n > 0) {
                    out.write(buffer, 0, n);
                    last = buffer[n - 1];
                }
            }
        }
        if (last != '\n') {
            out.write('\n');
        }
    }
}
