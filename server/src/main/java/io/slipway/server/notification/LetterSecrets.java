package io.slipway.server.notification;

import java.util.Optional;

/** What comes into a letter only while it is sent, since it is to lie in no table. */
@FunctionalInterface
public interface LetterSecrets {
    /**
     * The text as it is sent.
     *
     * @param letter its id
     * @return empty when what it brings is good no more: then it is not sent
     */
    Optional<String> body(String letter, String text);
}
