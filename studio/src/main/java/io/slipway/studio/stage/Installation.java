package io.slipway.studio.stage;

import io.slipway.enablement.scenario.Actor;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A live Slipway that scenarios run against: a customer's own, or a throw-away one. */
public interface Installation {
    /** What pictures and recordings say they were made of, such as {@code a throw-away installation}. */
    String name();

    /** The console's root. */
    URI console();

    /** The folder of the project whose scripts the scenario writes. */
    Path project();

    /**
     * Variables of the terminal in which an actor works: among them the server and the actor's token.
     *
     * @throws SlipwayException {@code scenario-invalid}: nobody here plays that part
     */
    Map<String, String> terminal(Actor actor);

    /**
     * The value of the session cookie of somebody who signed in.
     *
     * @throws SlipwayException {@code scenario-invalid}: nobody here plays that part
     */
    Session session(Actor actor);

    /** @param person full name, as the console shows it */
    record Session(String person, String cookie, Secret value) {}

    /**
     * One value from an environment's database, in a session that cannot write.
     *
     * @return empty for no row, and for NULL
     */
    Optional<String> ask(String environment, String sql);

    /** What may be read in no picture, text or recording: passwords and tokens. */
    List<Secret> secrets();
}
