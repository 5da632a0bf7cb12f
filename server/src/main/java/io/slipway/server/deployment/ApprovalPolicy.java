package io.slipway.server.deployment;

import io.slipway.server.access.Role;
import java.util.Set;

/**
 * Who must say yes before a deployment to an environment runs.
 *
 * @param approvals how many different people; 0 for none
 * @param roles whose yes counts: people with one of these roles there, other than who asked
 */
public record ApprovalPolicy(int approvals, Set<Role> roles) {
    private static final Set<Role> APPROVERS = Set.of(Role.TEAM_LEAD, Role.DBA, Role.RELEASE_MANAGER);

    /** What holds when nobody set one. */
    static ApprovalPolicy standard(boolean isProtected) {
        return new ApprovalPolicy(isProtected ? 1 : 0, APPROVERS);
    }
}
