'use strict'
// A contender: a long-lived child process that answers one line for each line that it is given.
const { spawn } = require('node:child_process')
const { createInterface } = require('node:readline')

class Child {
  // `encode` turns a request into a line; JSON unless the program wants something simpler.
  constructor(name, command, args, encode = JSON.stringify) {
    this.name = name
    this.encode = encode
    this.waiting = []
    this.answered = false
    this.said = ''
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.process.stderr.on('data', (text) => (this.said = (this.said + text).slice(-2000)))
    this.process.stdin.on('error', () => {}) // its exit says more
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return
      this.answered = true
      this.waiting.shift()?.(JSON.parse(line))
    })
    this.process.on('error', (error) => this.fail(error.message))
    this.process.on('exit', (code, signal) =>
      this.fail(`exited with ${code ?? signal}: ${this.lastWords()}`),
    )
  }

  // The line that names an error, or the last.
  lastWords() {
    const lines = this.said.trim().split('\n')
    return lines.find((line) => /Error: /.test(line)) ?? lines.pop()
  }

  fail(why) {
    this.dead = why
    for (const resolve of this.waiting.splice(0)) resolve(this.fault())
  }

  // One that ends before its first answer is not installed.
  fault() {
    return { fault: this.dead, ...(!this.answered && { missing: true }) }
  }

  // Never rejects: what there is not to measure answers `{ skip: reason }`, what went wrong `{ fault }`.
  ask(request) {
    if (this.dead) return Promise.resolve(this.fault())
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      this.process.stdin.write(this.encode(request) + '\n')
    })
  }

  end() {
    this.process.stdin.end()
  }
}

module.exports = { Child }
