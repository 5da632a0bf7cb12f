package io.slipway.cli;

import io.slipway.cli.output.Console;
import io.slipway.database.Products;
import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import java.time.Clock;
import java.util.Map;

/**
 * What commands are put together from.
 *
 * @param environment environment variables
 */
public record Wiring(
        Map<String, String> environment, Clock clock, Cancellation cancellation, Console console, Products products) {

    public static Wiring ofProcess(Cancellation cancellation, Console console) {
        return new Wiring(System.getenv(), Clock.systemUTC(), cancellation, console, Products.all(Clock.systemUTC()));
    }

    /** Who runs this process. */
    public String user() {
        return environment.getOrDefault("USER", System.getProperty("user.name", "unknown"));
    }

    /** The same, with other places for text to go. */
    public Wiring with(Console other) {
        return new Wiring(environment, clock, cancellation, other, products);
    }

    /** Of one command, which fetches each secret once, on however many databases it is at work. */
    public Targets targets() {
        return new Targets(products.list(), environment).fetchingOnce();
    }
}
