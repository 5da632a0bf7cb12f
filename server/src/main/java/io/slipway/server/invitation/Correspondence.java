package io.slipway.server.invitation;

import io.slipway.rollout.people.Person;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.server.rollout.ServedRollout;
import java.net.URI;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What all mails about a rollout share: where answers go, and where their links lead. */
public final class Correspondence {
    private final Letters letters;
    private final MailServers servers;
    private final Optional<URI> links;

    /** @param links where browsers reach this server; empty leaves links out */
    public Correspondence(Letters letters, MailServers servers, Optional<URI> links) {
        this.letters = letters;
        this.servers = servers;
        this.links = links;
    }

    /** Where answers go: to the mailbox; without one, to whoever mails come from. Empty while no mail server is set. */
    public Optional<String> organizer(Handle handle) {
        return Mailboxes.answersTo(handle, servers);
    }

    /** Writes a mail, in the transaction of what it tells of. */
    public void write(Handle handle, ServedRollout served, String actor, Person reader, Letters.Text text) {
        letters.write(handle, served.project(), actor, reader.email(), text);
    }

    /** @param key what is written once only, however often it is asked for */
    public void writeOnce(Handle handle, String key, ServedRollout served, Person reader, Letters.Text text) {
        letters.writeOnce(handle, key, served.project(), "slipway", reader.email(), text);
    }

    /** @param path of the page, below that of the rollout; empty for the rollout's own */
    public String link(ServedRollout served, String path) {
        String whole = "/projects/" + served.project() + "/rollout" + path;
        return links.map(url -> url.resolve(whole).toString())
                .orElse("(the page of the rollout of " + served.project() + " in Slipway) " + whole);
    }
}
