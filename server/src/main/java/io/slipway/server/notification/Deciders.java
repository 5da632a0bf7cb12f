package io.slipway.server.notification;

import java.util.List;

/** Knows whose decision a notice is about: they get a mail at their own address, without subscribing to anything. */
@FunctionalInterface
public interface Deciders {

    /** Their addresses; none for a notice that asks nobody for anything. */
    List<String> addresses(Notice notice);
}
