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
     */
    record Account(String name, String fullName, String email, Set<String> roles, Set<String> own) {
        public Account {
            roles = Set.copyOf(roles);
            own = Set.copyOf(own);
        }
    }

    Optional<Registered> project(String project);

    void register(String title, String definition);

    void redefine(String project, Registered before, String title, String definition);

    /** The rollout file that it has of a project. */
    Optional<String> rolloutFile(String project);

    void handIn(String project, String file);

    /** All accounts, seen from a project. */
    List<Account> accounts(String project);

    /** Makes an account, with roles for one project. */
    void invite(String name, String fullName, String email, Set<String> roles, String project);

    void grant(String name, String role, String project);

    void revoke(String name, String role, String project);
}
