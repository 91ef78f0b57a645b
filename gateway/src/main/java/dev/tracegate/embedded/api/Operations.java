package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.TraceReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All operations of the X-Ray API by path. Every operation is a POST with JSON in request and reply. Some paths differ from the name of the
 * operation, such as {@code /Traces} for BatchGetTraces. Immutable; for any thread.
 */
public final class Operations {
    private static final List<String> UNSUPPORTED = List.of("CreateGroup", "UpdateGroup", "DeleteGroup",
            "PutEncryptionConfig",
            "PutResourcePolicy", "DeleteResourcePolicy", "TagResource", "UntagResource",
            "UpdateTraceSegmentDestination", "GetIndexingRules", "UpdateIndexingRule", "StartTraceRetrieval",
            "ListRetrievedTraces", "GetRetrievedTracesGraph", "CancelTraceRetrieval");

    private final Map<String, Operation> byPath = new HashMap<>();

    public Operations(DocumentProcessor documents, TraceReader reader, SamplingOperations sampling) {
        byPath.put("/TraceSegments", new PutTraceSegments(documents));
        byPath.put("/TelemetryRecords", new PutTelemetryRecords());
        addReading(reader);
        byPath.putAll(sampling.byPath());
        addConfiguration();
        byPath.put("/ListTagsForResource", new ListTagsForResource(sampling));
        UNSUPPORTED.forEach(name -> byPath.put("/" + name, StatelessOperation.unsupported(name)));
    }

    private void addReading(TraceReader reader) {
        byPath.put("/TraceSummaries", new GetTraceSummaries(reader));
        byPath.put("/Traces", new BatchGetTraces(reader));
        byPath.put("/TraceGraph", new GetTraceGraph(reader));
        byPath.put("/ServiceGraph", new GetServiceGraph(reader));
        byPath.put("/TimeSeriesServiceStatistics", new GetTimeSeriesServiceStatistics(reader));
    }

    private void addConfiguration() {
        byPath.put("/GetGroup", new GetGroup());
        byPath.put("/Groups", StatelessOperation.groups());
        byPath.put("/EncryptionConfig", StatelessOperation.encryptionConfig());
        byPath.put("/Insight", new StatelessOperation(Insights::insight));
        byPath.put("/InsightSummaries", new StatelessOperation(Insights::summaries));
        byPath.put("/InsightEvents", new StatelessOperation(Insights::events));
        byPath.put("/InsightImpactGraph", new StatelessOperation(Insights::impactGraph));
        byPath.put("/GetTraceSegmentDestination", StatelessOperation.traceSegmentDestination());
        byPath.put("/ListResourcePolicies", StatelessOperation.emptyList("ResourcePolicies"));
    }

    /** @return empty if the path is not in the API */
    public Optional<Operation> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
