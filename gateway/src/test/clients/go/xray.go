package main

import (
	"time"

	"github.com/aws/aws-xray-sdk-go/v2/daemoncfg"
	"github.com/aws/aws-xray-sdk-go/v2/strategy/sampling"
)

// xrayClient is the X-Ray SDK for Go.
type xrayClient struct {
	strategy *sampling.CentralizedStrategy
}

func openXRay(address string) client {
	strategy, err := sampling.NewCentralizedStrategy()
	check(err)
	endpoints, err := daemoncfg.GetDaemonEndpointsFromString(address)
	check(err)
	strategy.LoadDaemonEndpoints(endpoints)
	return xrayClient{strategy}
}

func (c xrayClient) decide(asked request) (bool, *string) {
	answer := c.strategy.ShouldTrace(&sampling.Request{
		Host: text(asked.Host), Method: text(asked.HTTPMethod), URL: text(asked.URLPath),
		ServiceName: text(asked.ServiceName), ServiceType: text(asked.ServiceType),
	})
	return answer.Sample, answer.Rule
}

func matchXRay(one matchCase) []matched {
	c := openXRay(one.Address)
	// a request without attributes matches a rule too: a name means that the rules have come
	for _, rule := c.decide(request{}); rule == nil; _, rule = c.decide(request{}) {
		time.Sleep(20 * time.Millisecond)
	}
	var lines []matched
	for _, asked := range one.Requests {
		_, rule := c.decide(asked)
		lines = append(lines, matched{Rule: *rule})
	}
	return lines
}

func text(attribute *string) string {
	if attribute == nil {
		return ""
	}
	return *attribute
}
