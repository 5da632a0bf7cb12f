package io.slipway.enablement.scenario;

import io.slipway.release.error.Location;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One thing that is said, done or looked at. */
public sealed interface Step {
    /** Where it stands in its file. */
    Location at();

    /** The verb, as files write it. */
    String verb();

    /** The step in a few words, for whoever follows a run. */
    String shown();

    /** A sentence to the reader or listener. Markdown of the simplest kind: {@code **bold**} and {@code `code`}. */
    record Say(Location at, String text) implements Step {
        @Override
        public String verb() {
            return "say";
        }

        @Override
        public String shown() {
            return text;
        }
    }

    /**
     * Writes a file of the project; what it held before is gone.
     *
     * @param file within the project's folder, with slashes
     */
    record Write(Location at, String file, String text) implements Step {
        @Override
        public String verb() {
            return "write";
        }

        @Override
        public String shown() {
            return file;
        }
    }

    /**
     * Runs a command in the terminal.
     *
     * @param exit the exit code that it must end with
     * @param output what it must print, each somewhere
     * @param limit how long it may take
     */
    record Run(Location at, String command, int exit, List<String> output, Duration limit) implements Step {
        @Override
        public String verb() {
            return "run";
        }

        @Override
        public String shown() {
            return command;
        }
    }

    /**
     * Opens a page of the console.
     *
     * @param path from its root, with the slash
     */
    record Open(Location at, String path) implements Step {
        @Override
        public String verb() {
            return "open";
        }

        @Override
        public String shown() {
            return path;
        }
    }

    record Click(Location at, Element element) implements Step {
        @Override
        public String verb() {
            return "click";
        }

        @Override
        public String shown() {
            return element.shown();
        }
    }

    /** Fills a field in, chooses in a list, or hands a file over: what the field is decides. */
    record Fill(Location at, Element element, Content content) implements Step {
        /** What a field is filled with. */
        public sealed interface Content {
            /** @param secret whether nobody may read it in a picture, a text or a recording */
            record Text(String text, boolean secret) implements Content {}

            /** @param path within the project's folder; the newest of those that match, when it has a star */
            record File(String path) implements Content {}
        }

        @Override
        public String verb() {
            return "fill";
        }

        @Override
        public String shown() {
            return element.shown();
        }
    }

    /**
     * Something worth looking at: a picture in the guide, a rest in the recording.
     *
     * @param name of the picture, unique in its scenario
     * @param focus what the picture is about; empty for all of it
     * @param caption what is to be seen; empty for no words
     */
    record Show(Location at, String name, Optional<Element> focus, Optional<String> caption) implements Step {
        @Override
        public String verb() {
            return "show";
        }

        @Override
        public String shown() {
            return name;
        }
    }

    /** Asks a database, never the screen, whether it came about. */
    record Check(Location at, String environment, String sql, String equal) implements Step {
        @Override
        public String verb() {
            return "check";
        }

        @Override
        public String shown() {
            return environment + ": " + sql;
        }
    }

    /** Waits until something is on the page; what is recorded leaves the waiting out. */
    record Wait(Location at, Element element, Duration limit) implements Step {
        @Override
        public String verb() {
            return "wait";
        }

        @Override
        public String shown() {
            return element.shown();
        }
    }
}
