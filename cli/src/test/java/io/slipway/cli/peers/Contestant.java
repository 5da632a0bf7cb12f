package io.slipway.cli.peers;

import io.slipway.testkit.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that deploys scripts, each run a process of its own. */
interface Contestant {
    /** A file in the folder. */
    String DATABASES = "databases.txt";

    String name();

    /** Whether it can say of a workload that there is less to do than all of it. */
    default boolean remembers() {
        return true;
    }

    default boolean takes(Workload workload) {
        return remembers() || workload.applied() == 0;
    }

    /** Lays out scripts {@code from} to {@code to}; those before lie there already. */
    void lay(Path folder, Workload workload, int from, int to) throws IOException, InterruptedException;

    /**
     * @param database where they are many, their names stand in {@link #DATABASES}, one a line, and {@code {database}} here
     *     stands for each of them
     * @param url of the database, by whatever way it is to be reached
     */
    List<String> command(Path folder, Workload workload, Database database, String url) throws IOException;

    default Map<String, String> environment() {
        return Map.of();
    }
}
