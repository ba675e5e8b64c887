package dev.townhall.server.up;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;

/// Where the program logs: into the town's folder while a town is up, nowhere before. What looks
/// like a secret is masked, should one ever get into a message.
public final class TownLog {
    private static final String SECRETS = "(?i)(token|secret|password|authorization)([ =:]+)[^ ]+";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %replace(%msg %kvp){'"
                    + SECRETS
                    + "', '$1$2(hidden)'}%n%rEx{full}";

    private TownLog() {}

    /// Logs to rolling files in the folder from now on: 10 MB each, two weeks, 200 MB in all.
    public static void to(TownFolder folder) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName("town");
        appender.setFile(folder.logs().resolve("town.log").toString());
        appender.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(
                folder.logs().resolve("town.%d{yyyy-MM-dd}.%i.log.gz").toString());
        policy.setMaxFileSize(FileSize.valueOf("10MB"));
        policy.setMaxHistory(14);
        policy.setTotalSizeCap(FileSize.valueOf("200MB"));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        root(context).addAppender(appender);
        root(context).setLevel(Level.INFO);
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        // It says as errors what agents answer; the runtime tells that where it belongs.
        context.getLogger("com.agentclientprotocol").setLevel(Level.OFF);
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
        context.getLogger("org.eclipse.jgit").setLevel(Level.WARN);
    }

    /// Silence: for commands that only print.
    public static void off() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            root(context).setLevel(Level.OFF);
        }
    }

    private static ch.qos.logback.classic.Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
