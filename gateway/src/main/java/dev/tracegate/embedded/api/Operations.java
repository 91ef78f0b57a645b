package dev.tracegate.embedded.api;

import dev.tracegate.embedded.sampling.Sampling;
import dev.tracegate.embedded.store.TraceReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations of the X-Ray API by their paths. Each is a POST with JSON in and out; not every path is the operation's name. */
public final class Operations {
    private static final List<String> UNSUPPORTED = List.of("CreateSamplingRule", "UpdateSamplingRule",
            "DeleteSamplingRule", "CreateGroup", "UpdateGroup", "DeleteGroup", "PutEncryptionConfig",
            "PutResourcePolicy", "DeleteResourcePolicy", "TagResource", "UntagResource",
            "UpdateTraceSegmentDestination", "GetIndexingRules", "UpdateIndexingRule", "StartTraceRetrieval",
            "ListRetrievedTraces", "GetRetrievedTracesGraph", "CancelTraceRetrieval");

    private final Map<String, Operation> byPath = new HashMap<>();

    public Operations(Intake intake, TraceReader reader, Sampling sampling) {
        byPath.put("/TraceSegments", new PutTraceSegments(intake));
        byPath.put("/TelemetryRecords", new PutTelemetryRecords());
        reading(reader);
        sampling(sampling);
        unconfigured();
        UNSUPPORTED.forEach(name -> byPath.put("/" + name, Fixed.unsupported(name)));
    }

    private void reading(TraceReader reader) {
        byPath.put("/TraceSummaries", new GetTraceSummaries(reader));
        byPath.put("/Traces", new BatchGetTraces(reader));
        byPath.put("/TraceGraph", new GetTraceGraph(reader));
        byPath.put("/ServiceGraph", new GetServiceGraph(reader));
        byPath.put("/TimeSeriesServiceStatistics", new GetTimeSeriesServiceStatistics(reader));
    }

    private void sampling(Sampling sampling) {
        byPath.put("/GetSamplingRules", new GetSamplingRules(sampling));
        byPath.put("/SamplingTargets", new GetSamplingTargets(sampling));
        byPath.put("/SamplingStatisticSummaries", new GetSamplingStatisticSummaries(sampling));
    }

    private void unconfigured() {
        byPath.put("/GetGroup", new GetGroup());
        byPath.put("/Groups", Fixed.groups());
        byPath.put("/EncryptionConfig", Fixed.encryptionConfig());
        byPath.put("/Insight", new Fixed(Insights::one));
        byPath.put("/InsightSummaries", new Fixed(Insights::summaries));
        byPath.put("/InsightEvents", new Fixed(Insights::events));
        byPath.put("/InsightImpactGraph", new Fixed(Insights::impactGraph));
        byPath.put("/GetTraceSegmentDestination", Fixed.traceSegmentDestination());
        byPath.put("/ListResourcePolicies", Fixed.emptyList("ResourcePolicies"));
        byPath.put("/ListTagsForResource", new ListTagsForResource());
    }

    /** @return empty for a path that is none of the API */
    public Optional<Operation> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
