package io.slipway.rollout.provision;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What provisioning asks of a server, with the rights of a token's owner. */
public interface Console {

    /** A project that is registered there. */
    record Registered(String title, String definition, String trustedKeys, long revision) {}

    /**
     * Somebody with an account there.
     *
     * @param roles those that hold for the project, be it for it alone or for all
     * @param own those of {@code roles} that hold for this project alone
     * @param within roles in single environments of it
     * @param active false for who is locked out
     * @param entry how they come in
     */
    record Account(
            String name,
            String fullName,
            String email,
            Set<String> roles,
            Set<String> own,
            Set<Within> within,
            boolean active,
            Entry entry) {
        public Account {
            roles = Set.copyOf(roles);
            own = Set.copyOf(own);
            within = Set.copyOf(within);
        }

        /** Whether somebody gave it a role in this very project. */
        boolean isMember() {
            return !own.isEmpty() || !within.isEmpty();
        }
    }

    /** A role in one environment of the project. */
    record Within(String role, String environment) {}

    /** How somebody comes in. */
    enum Entry {
        /** They have come in before, or have a password. */
        READY,
        /** A set-up link waits for them to choose a password. */
        LINK,
        /** There was no link yet, and the server can mail one. */
        MAIL,
        /** Somebody has to make a link, and hand it over. */
        BY_HAND
    }

    Optional<Registered> project(String project);

    /**
     * What people set for an environment at the console, beside its definition, a sentence each without its end; none
     * where all is as it was when it was registered.
     */
    List<String> settings(String project, String environment, boolean isProtected);

    void register(String title, String definition);

    void redefine(String project, Registered before, String title, String definition);

    /** The rollout file that it has of a project. */
    Optional<String> rolloutFile(String project);

    void handIn(String project, String file);

    /** The account that owns the token. */
    String owner();

    /** Accounts that rehearsals of the project made, and that its clean-up takes away. */
    Set<String> rehearsed(String project);

    /** All accounts, seen from a project. */
    List<Account> accounts(String project);

    /** Makes an account, with roles for one project. */
    void invite(String name, String fullName, String email, Set<String> roles, String project);

    /** Has the server mail a link by which they choose a password. */
    void mailLink(String name);

    void grant(String name, String role, String project);

    void revoke(String name, String role, String project);

    void revoke(String name, Within role, String project);
}
