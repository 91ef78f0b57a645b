// Command sampling-client makes sampling decisions with an SDK: sampling-client SDK CONFIG. See ../README.md; SDK is xray or otel.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

type config struct {
	Mode          string
	Addresses     []string
	Paths         []string
	PerSecond     float64
	StaggerMillis int64
	ChangesOnly   bool
	Cases         []matchCase
}

type matchCase struct {
	Address  string
	Steps    int
	Requests []request
}

// request has nil for an attribute that is missing.
type request struct {
	ServiceName, ServiceType, Host, HTTPMethod, URLPath *string
}

type decision struct {
	T       int64   `json:"t"`
	Client  int     `json:"client"`
	Path    string  `json:"path"`
	Sampled bool    `json:"sampled"`
	Rule    *string `json:"rule"`
}

type matched struct {
	Case    int    `json:"case"`
	Request int    `json:"request"`
	Rule    string `json:"rule,omitempty"`
	Step    int    `json:"step,omitempty"`
}

// client is one process's worth of an SDK.
type client interface {
	// decide says whether to sample, and the rule's name where the SDK tells it.
	decide(request) (bool, *string)
}

func main() {
	text, err := os.ReadFile(os.Args[2])
	check(err)
	var settings config
	check(json.Unmarshal(text, &settings))
	open, match := openXRay, matchXRay
	if os.Args[1] == "otel" {
		open, match = openOTel, matchOTel
	}
	if settings.Mode == "decide" {
		decide(settings, open)
		return
	}
	for number, one := range settings.Cases {
		for index, line := range match(one) {
			line.Case, line.Request = number, index
			print(line)
		}
	}
}

func decide(settings config, open func(address string) client) {
	began := time.Now()
	stagger := time.Duration(settings.StaggerMillis) * time.Millisecond / time.Duration(len(settings.Addresses))
	var clients []client
	last := map[string]bool{}
	for range time.Tick(time.Duration(float64(time.Second) / settings.PerSecond)) {
		// one at a time: making a client may take long enough for the next one to be due
		if len(clients) < len(settings.Addresses) && time.Since(began) >= stagger*time.Duration(len(clients)) {
			clients = append(clients, open(settings.Addresses[len(clients)]))
		}
		for index, one := range clients {
			for _, path := range settings.Paths {
				sampled, rule := one.decide(of(path))
				key := fmt.Sprint(index, path)
				before, known := last[key]
				if !settings.ChangesOnly || !known || before != sampled {
					print(decision{time.Now().UnixMilli(), index, path, sampled, rule})
				}
				last[key] = sampled
			}
		}
	}
}

func of(path string) request {
	service, host, method := "shop", "shop.test", "GET"
	return request{ServiceName: &service, Host: &host, HTTPMethod: &method, URLPath: &path}
}

func print(line any) {
	text, err := json.Marshal(line)
	check(err)
	_, err = os.Stdout.Write(append(text, '\n'))
	check(err)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
