-- The arithmetic of provider_bridge/core/budget.py inside Redis, line for line; a test holds the two together.
-- KEYS[1]: the account's budget. ARGV[1]: JSON of [news, want]. Returns JSON of [now, at, number, spent, busy].
local DAY, LEASE, WAY = 86400, 300, 0.09
local STEP, MOST, FADES = 0.02, 0.2, 600
local UNTOLD = -1
local KEPT = 2 * DAY

-- JSON here has 14 digits: seconds since 1970 would lose their fraction, so ``now`` counts from November 2023.
local clock = redis.call('TIME')
local wall = tonumber(clock[1])
local now = wall - 1.7e9 + tonumber(clock[2]) / 1e6
local asked = cjson.decode(ARGV[1])
local news, want = asked[1], asked[2]
local kept = redis.call('GET', KEYS[1])
local state = kept and cjson.decode(kept)
    or { slots = {}, held = 0, guard = 0, guard_at = 0, day = 0, days = {}, spent = {}, alone = {} }

local function guard()
    if state.guard == 0 then return 0 end
    return math.max(0, state.guard * (1 - (now - state.guard_at) / FADES))
end

local function correct(label, word, number, when, counted)
    local slot = state.slots[label]
    local back = slot and slot.n - number + 1 or 0
    if back < 1 then return end
    local due = { went = when + WAY, due = when, unused = counted or 0 }
    if back <= #slot.due then slot.due[#slot.due - back + 1] = due[word] end
    if word ~= 'due' and back <= #slot.went then slot.went[#slot.went - back + 1] = when end
end

local function begin_day(today)
    if today > state.day or state.day - today > 1 then state.day, state.days = today, {} end
end

local function hear(word, about, value, more, most)
    if word == 'went' or word == 'due' or word == 'unused' then
        correct(about, word, value, more, most)
    elseif word == 'hold' then
        state.held = math.max(state.held, now + about)
        state.guard, state.guard_at = math.min(MOST, guard() + STEP), now
    elseif word == 'back' and state.days[about] then
        state.days[about][1] = math.max(0, state.days[about][1] - 1)
    elseif word == 'count' then
        if state.day == 0 then state.day = more end
        if more == state.day then
            local day = state.days[about] or { 0, UNTOLD }
            state.days[about] = day
            day[1] = day[1] + value
        end
    elseif word == 'left' and state.days[about] and more == state.day then
        state.days[about][2] = value
    elseif word == 'spent' then
        state.spent[about] = value
    elseif word == 'open' and (state.alone[about] or {})[1] == value then
        state.alone[about] = nil
    end
end

local function take_slot(label, count, window, few, few_window)
    local slot = state.slots[label] or { n = 0, went = {}, due = {} }
    state.slots[label] = slot
    local went, due = slot.went, slot.due
    local stretch = 1 + guard()
    local at = math.max(now, state.held, went[#went] or now)
    if #due >= count then at = math.max(at, due[#due - count + 1] + window * stretch) end
    if #went >= few then at = math.max(at, went[#went - few + 1] + few_window * stretch) end
    table.insert(went, at)
    table.insert(due, at + WAY)
    while #went > few do table.remove(went, 1) end
    while #due > count do table.remove(due, 1) end
    slot.n = slot.n + 1
    return at, slot.n
end

local function count_day(totals)
    for _, total in ipairs(totals) do
        local day = state.days[total[1]] or { 0, UNTOLD }
        state.days[total[1]] = day
        if day[1] >= total[2] or day[2] == 0 then return false end
    end
    for _, total in ipairs(totals) do
        local day = state.days[total[1]]
        day[1] = day[1] + 1
        if day[2] > 0 then day[2] = day[2] - 1 end
    end
    return true
end

local function take(pace, caps, alone, owner)
    local today = math.floor(wall / DAY)
    begin_day(today)
    local holder = state.alone[alone]
    if holder and holder[2] > now and holder[1] ~= owner then return 0, 0, 0, holder[2] - now end
    local totals = {}
    if pace ~= 0 then
        local spent = state.spent[pace[1]] or 0
        if spent > wall then return 0, 0, spent, 0 end
        for _, total in ipairs(pace[6]) do table.insert(totals, total) end
    end
    for _, total in ipairs(caps) do table.insert(totals, total) end
    if not count_day(totals) then return 0, 0, (today + 1) * DAY, 0 end
    local at, number = math.max(now, state.held), 0
    if pace ~= 0 then at, number = take_slot(pace[1], pace[2], pace[3], pace[4], pace[5]) end
    if alone ~= '' then
        for key, held in pairs(state.alone) do
            if held[2] <= now then state.alone[key] = nil end
        end
        state.alone[alone] = { owner, at + LEASE }
    end
    return at, number, 0, 0
end

for _, each in ipairs(news) do hear(each[1], each[2], each[3], each[4], each[5]) end
local at, number, spent, busy = 0, 0, 0, 0
if want ~= 0 then at, number, spent, busy = take(want[1], want[2], want[3], want[4]) end
redis.call('SET', KEYS[1], cjson.encode(state), 'EX', KEPT)
return cjson.encode({ now, at, number, spent, busy })
