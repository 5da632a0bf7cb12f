package io.slipway.cli.scenario;

import io.slipway.cli.Wiring;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Plays scenarios with a browser and a terminal. Its libraries are large, so it lies beside the command line and is found
 * only when it is there. Each method gives the exit code; {@code made} is told what was made, and what could not be
 * because its scenario does not hold.
 */
public interface Studio {

    /** @throws SlipwayException {@code program-missing}: it is not installed */
    static Studio find() {
        return ServiceLoader.load(Studio.class)
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.PROGRAM_MISSING,
                        "Scenarios are played by the studio, which is not part of this distribution.",
                        "Unpack slipway-studio over it, and start with bin/slipway."));
    }

    /** @param pictures folder for pictures of steps that failed; made when it is needed */
    int check(Wiring wiring, List<Scenario> scenarios, boolean json, Path pictures, Consumer<Made> made);

    /** @param check whether the folder's guides are only held against the console as it is now */
    int guide(Wiring wiring, List<Scenario> scenarios, Path folder, boolean check, Consumer<Made> made);

    /** Writes a presenter's script for each. */
    int demoScripts(Wiring wiring, List<Scenario> scenarios, Path folder);

    /**
     * Plays them before an audience.
     *
     * @param visible whether the browser opens a window
     */
    int demo(Wiring wiring, List<Scenario> scenarios, boolean visible, Path pictures, Consumer<Made> made);

    /** @param spoken whether what is said is spoken */
    int record(Wiring wiring, List<Scenario> scenarios, Path folder, boolean spoken, Consumer<Made> made);

    /** Plays them without filming, and names the clips of the folder's recordings that are stale. */
    int recordCheck(Wiring wiring, List<Scenario> scenarios, Path folder);

    /**
     * Makes the clips of recordings again, without playing anything.
     *
     * @param names folders in {@code recordings}; none for all
     */
    int clips(Wiring wiring, List<String> names, Path recordings, Consumer<Made> made);

    /** What is done with a recording from elsewhere once cuts are proposed. */
    enum Footage {
        /** No more. */
        PROPOSE,
        /** A person decides about them on a page, until Ctrl-C. */
        DECIDE,
        /** The accepted ones are made. */
        RENDER
    }

    /** @param folder for the cuts of the recording, and for what is made of it */
    int footage(Wiring wiring, Path file, Path folder, Footage then);
}
