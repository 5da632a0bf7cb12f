package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.mailbox.Mailbox;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.mailbox.TakenMails;
import io.slipway.server.notification.Deliveries;
import io.slipway.server.notification.MailServer;
import io.slipway.server.notification.MailServers;
import io.slipway.server.secret.Secrets;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The server that mails go through, what was given up anywhere, and the key that secrets are sealed with. */
@Controller
final class MailPages {
    private static final int SHOWN = 50;
    private final MailServers servers;
    private final Deliveries deliveries;
    private final Mailboxes mailboxes;
    private final TakenMails taken;
    private final Secrets secrets;

    MailPages(MailServers servers, Mailboxes mailboxes, TakenMails taken, Deliveries deliveries, Secrets secrets) {
        this.servers = servers;
        this.mailboxes = mailboxes;
        this.taken = taken;
        this.deliveries = deliveries;
        this.secrets = secrets;
    }

    @GetMapping("/mail")
    @Requires(Permission.CONFIGURE)
    String mail(Model model) {
        model.addAttribute("server", servers.current());
        model.addAttribute("mailbox", mailboxes.current());
        model.addAttribute("reading", mailboxes.reading());
        model.addAttribute("securities", MailServer.Security.values());
        model.addAttribute("deliveries", deliveries.list("", "dead", SHOWN));
        model.addAttribute("nobodys", taken.of("", SHOWN));
        model.addAttribute("keysFrom", secrets.keysFrom());
        return "mail";
    }

    @PostMapping("/mail")
    @Requires(Permission.CONFIGURE)
    String setServer(
            Caller caller,
            @RequestParam String host,
            @RequestParam int port,
            @RequestParam String security,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam String sender,
            HttpServletResponse response,
            Model model) {
        return saved(
                () -> servers.set(
                        caller,
                        new MailServer(host.strip(), port, MailServer.Security.of(security), username.strip(), sender),
                        password),
                "redirect:/mail?changed=true",
                response,
                model);
    }

    @PostMapping("/mail/mailbox")
    @Requires(Permission.CONFIGURE)
    String setMailbox(
            Caller caller,
            @RequestParam String host,
            @RequestParam int port,
            @RequestParam String security,
            @RequestParam String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam String address,
            HttpServletResponse response,
            Model model) {
        return saved(
                () -> mailboxes.set(
                        caller,
                        new Mailbox(host.strip(), port, MailServer.Security.of(security), username.strip(), address),
                        password),
                "redirect:/mail?mailbox=true",
                response,
                model);
    }

    private String saved(Runnable work, String then, HttpServletResponse response, Model model) {
        try {
            work.run();
            return then;
        } catch (SlipwayException e) {
            Refused.mistake(e, response, model, ErrorCode.SECRET_KEY_UNUSABLE);
            return mail(model);
        }
    }

    @PostMapping("/mail/keys")
    @Requires(Permission.CONFIGURE)
    String rotate(Caller caller) {
        secrets.rotate(caller);
        return "redirect:/mail?sealed=true";
    }
}
