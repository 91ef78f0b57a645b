package main

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"net/url"
	"time"

	"go.opentelemetry.io/contrib/samplers/aws/xray"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"
)

// otelClient is OpenTelemetry's X-Ray remote sampler for Go.
type otelClient struct {
	sampler trace.Sampler
}

func openOTel(address string) client {
	return otel(address, "shop", "")
}

func otel(address, serviceName, serviceType string) otelClient {
	endpoint := xray.WithEndpoint(url.URL{Scheme: "http", Host: address})
	sampler, err := xray.NewRemoteSampler(context.Background(), serviceName, serviceType, endpoint)
	check(err)
	return otelClient{sampler}
}

func (c otelClient) decide(asked request) (bool, *string) {
	return c.sampled(asked, rand.Uint64()), nil
}

// sampled decides for a trace whose id ends in these 64 bits, which the ratio sampler compares.
func (c otelClient) sampled(asked request, low uint64) bool {
	var attributes []attribute.KeyValue
	for key, value := range map[string]*string{
		"http.host": asked.Host, "http.method": asked.HTTPMethod, "http.target": asked.URLPath,
	} {
		if value != nil {
			attributes = append(attributes, attribute.String(key, *value))
		}
	}
	var id api.TraceID
	id[0] = 1
	binary.BigEndian.PutUint64(id[8:], low)
	result := c.sampler.ShouldSample(trace.SamplingParameters{
		ParentContext: context.Background(), TraceID: id, Name: "span", Kind: api.SpanKindServer, Attributes: attributes,
	})
	return result.Decision == trace.RecordAndSample
}

// step is how many of the rates 1/steps, 2/steps and so on the matching rule's rate includes; 0 until the rules have come.
func (c otelClient) step(asked request, steps int) int {
	count, before := 0, false
	for step := steps - 1; step >= 0; step-- {
		sampled := c.sampled(asked, uint64((float64(step)+0.5)/float64(steps)*(1<<63))*2)
		if before && !sampled || sampled && step == steps-1 {
			return 0
		}
		if sampled {
			count++
		}
		before = sampled
	}
	return count
}

func matchOTel(one matchCase) []matched {
	clients := map[string]otelClient{}
	var lines []matched
	for _, asked := range one.Requests {
		name, kind := text(asked.ServiceName), text(asked.ServiceType)
		c, open := clients[name+"\n"+kind]
		if !open {
			c = otel(one.Address, name, kind)
			clients[name+"\n"+kind] = c
		}
		step := 0
		for step == 0 {
			time.Sleep(20 * time.Millisecond)
			step = c.step(asked, one.Steps)
		}
		lines = append(lines, matched{Step: step})
	}
	return lines
}
